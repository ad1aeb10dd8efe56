import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// The SQL of accounts.
struct AccountStore: Sendable {
    /// The account of a login in lower case: the open one, else the closed one that was changed last.
    func find(login: String, in transaction: Transaction) async throws -> Account? {
        try await transaction.first(
            "select \(Self.columns) from accounts where login = \(login) order by active desc, changed_at desc limit 1")
    }

    /// - Parameter locked: until the commit.
    func find(_ id: AccountID, locked: Bool = false, in transaction: Transaction) async throws -> Account? {
        let lock: SQL = locked ? "for update" : ""
        return try await transaction.first("select \(Self.columns) from accounts where id = \(id) \(lock)")
    }

    /// The accounts of a helper, locked until the commit.
    func find(helper: HelperID, in transaction: Transaction) async throws -> [Account] {
        try await transaction.all("select \(Self.columns) from accounts where helper = \(helper) for update")
    }

    /// The accounts that have one of these logins, in lower case, or are one of these helpers'.
    func find(logins: [String], helpers: [HelperID], in transaction: Transaction) async throws -> [Account] {
        try await transaction.all(
            "select \(Self.columns) from accounts where login = any(\(logins)) or helper = any(\(helpers))")
    }

    /// Those that the transaction's scope shows, one more than asked for where there are more. A centre's scope holds its branches.
    func list(_ filter: AccountFilter, in transaction: Transaction) async throws -> [Account] {
        let pattern = filter.text.map { "%" + $0.lowercased().likeLiteral + "%" }
        let (key, sorting) = (filter.sorting.column.expression, filter.sorting)
        let rest: SQL =
            filter.page.after.flatMap { cursor in
                AccountID(cursor.keys[2]).map {
                    "and (\(key), name_key, id) \(sorting.beyond) (\(cursor.keys[0]), \(cursor.keys[1]), \($0))"
                }
            } ?? ""
        return try await transaction.all(
            """
            select \(Self.columns)
            from accounts
            where (\(pattern)::text is null or lower(display_name) like \(pattern) or login like \(pattern))
                and (\(filter.role)::text is null or role = \(filter.role))
                and (\(filter.organisation)::uuid is null or organisation = \(filter.organisation))
                and (\(filter.state)::text is null or \(AccountSort.standing) = \(filter.state))
                \(rest)
            \(sorting.order(by: key, "name_key", "id"))
            limit \(filter.page.limit + 1)
            """)
    }

    /// A new account, active, at version 1.
    func add(_ draft: AccountDraft, id: AccountID, password: PasswordHash?, at now: Date, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into accounts
                (id, login, display_name, email, role, organisation, province, helper, password, active, version, created_at, changed_at)
            values (\(id), \(draft.login), \(draft.displayName), \(draft.email), \(draft.role), \(draft.organisation), \(draft.province),
                \(draft.helper), \(password?.text), true, 1, \(now), \(now))
            """)
    }

    /// Makes the account what `draft` says, at the next version. Throws 404 where it is out of the reach of whoever keeps it.
    func change(
        _ account: Account, to draft: AccountDraft, password: PasswordHash?, active: Bool, at now: Date, in transaction: Transaction
    ) async throws {
        let changed = try await transaction.execute(
            """
            update accounts
            set login = \(draft.login), display_name = \(draft.displayName), email = coalesce(\(draft.email), email), role = \(draft.role),
                organisation = \(draft.organisation), province = \(draft.province), helper = \(draft.helper), password = \(password?.text),
                active = \(active), version = version + 1, changed_at = \(now)
            where id = \(account.id)
            """)
        guard changed == 1 else { throw Problem.notFound() }
    }

    /// Whether nobody else does what this account is open for: give accounts at its organisation, or run the system.
    func isLast(_ account: Account, in transaction: Transaction) async throws -> Bool {
        guard account.state == .active, account.role == .administrator || account.role == .system else { return false }
        return try await transaction.value(
            """
            select not exists (
                select from accounts
                where role = \(account.role) and organisation is not distinct from \(account.organisation)::uuid and active
                    and password is not null and id <> \(account.id)
            )
            """, as: Bool.self) ?? false
    }

    /// The same password at a new cost: nothing that anybody else must hear of.
    func rehash(_ id: AccountID, password: PasswordHash, in transaction: Transaction) {
        transaction.later("update accounts set password = \(password.text) where id = \(id)")
    }

    /// Adds a line to an account's history, as the account is now, and one to the audit trail.
    func record(
        _ what: AccountEvent.What, of account: Account, by actor: AuditActor, because reason: String? = nil,
        details: [String: String] = [:],
        at now: Date, in transaction: Transaction
    ) throws {
        transaction.later(
            """
            insert into account_events (id, account, at, what, actor, actor_name, role, organisation, province, helper, active, reason)
            values (\(UUID.v7(at: now)), \(account.id), \(now), \(what), \(actor.id), \(actor.name), \(account.role),
                \(account.organisation), \(account.province), \(account.helper), \(account.active), \(reason))
            """)
        try transaction.audit(
            AuditEntry(
                actor: actor.id, actorName: actor.name, role: actor.role, action: what.action, subjectKind: "account",
                subject: account.id.uuid, organisation: account.organisation, details: details, reference: actor.reference), at: now)
    }

    /// What happened to an account, the latest first, one more than asked for where there are more.
    func events(of account: AccountID, _ page: PageRequest, in transaction: Transaction) async throws -> [AccountEvent] {
        let place = page.after.flatMap { cursor in cursor.instant(at: 0).map { ($0, UUID(text: cursor.keys[1])) } }
        return try await transaction.all(
            """
            select id, at, what, actor_name, role, organisation, active, reason
            from account_events
            where account = \(account) and (\(place?.1)::uuid is null or (at, id) < (\(place?.0), \(place?.1)))
            order by at desc, id desc
            limit \(page.limit + 1)
            """)
    }

    private static let columns: SQL = """
        id, login, display_name, name_key, email, role, organisation, province, helper, password, active, version,
        exists (select from second_factors where account = accounts.id) as has_second_factor
        """
}
