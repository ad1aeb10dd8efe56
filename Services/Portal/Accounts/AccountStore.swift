import Database
import Foundation
import Models

/// The SQL of accounts.
struct AccountStore: Sendable {
    /// The account of a login in lower case.
    func find(login: String, in transaction: Transaction) async throws -> Account? {
        try await transaction.first(
            """
            select \(Self.columns)
            from accounts
            where login = \(login)
            """)
    }

    func find(_ id: AccountID, in transaction: Transaction) async throws -> Account? {
        try await transaction.first(
            """
            select \(Self.columns)
            from accounts
            where id = \(id)
            """)
    }

    /// A new account, active, at version 1.
    func add(_ draft: AccountDraft, id: AccountID, password: PasswordHash, at now: Date, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into accounts
                (id, login, display_name, email, role, organisation, province, helper, password, active, version, created_at, changed_at)
            values (\(id), \(draft.login), \(draft.displayName), \(draft.email), \(draft.role), \(draft.organisation), \(draft.province),
                \(draft.helper), \(password.text), true, 1, \(now), \(now))
            """)
    }

    /// Makes the account what `draft` says, active, at the next version.
    func change(
        _ account: Account, to draft: AccountDraft, password: PasswordHash, active: Bool, at now: Date, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            update accounts
            set display_name = \(draft.displayName), email = coalesce(\(draft.email), email), role = \(draft.role),
                organisation = \(draft.organisation), province = \(draft.province), helper = \(draft.helper), password = \(password.text),
                active = \(active), version = version + 1, changed_at = \(now)
            where id = \(account.id)
            """)
    }

    /// The same password at a new cost: nothing that anybody else must hear of.
    func rehash(_ id: AccountID, password: PasswordHash, in transaction: Transaction) {
        transaction.later("update accounts set password = \(password.text) where id = \(id)")
    }

    private static let columns: SQL = "id, login, display_name, role, organisation, province, helper, password, active, version"
}
