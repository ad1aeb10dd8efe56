import Database
import Models

/// A helper as Portal knows them: whoever may be given an account.
struct KnownHelper: RowDecodable, Sendable {
    let id: HelperID
    let organisation: OrganisationID
    let kind: HelperKind
    let name: String
    let email: String?

    init(_ row: Row) throws {
        id = try row.get("id")
        organisation = try row.get("organisation")
        kind = try row.get("kind")
        name = try row.get("name")
        email = try row.get("email")
    }
}

/// The SQL of the copy of the helpers.
struct HelperStore: Sendable {
    /// Keeps the newest state that was told; an older one that comes late changes nothing. False for such a one.
    func keep(_ changed: HelperChanged, version: Int, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            insert into helpers (id, organisation, province, kind, name, email, active, version)
            values (\(changed.helper), \(changed.organisation), \(changed.province), \(changed.kind), \(changed.fullName), \(changed.email),
                \(changed.active), \(version))
            on conflict (id) do update
            set organisation = excluded.organisation, province = excluded.province, kind = excluded.kind, name = excluded.name,
                email = excluded.email, active = excluded.active, version = excluded.version
            where helpers.version < excluded.version
            """) == 1
    }

    func find(_ id: HelperID, in transaction: Transaction) async throws -> KnownHelper? {
        try await transaction.first("select id, organisation, kind, name, email from helpers where id = \(id) and active")
    }

    /// The mail address that the register has of an account's helper; nil where it has none.
    func email(of account: Account, in transaction: Transaction) async throws -> String? {
        guard let helper = account.helper else { return nil }
        return try await find(helper, in: transaction)?.email
    }

    /// The helpers of some organisations, and those of some ids.
    func active(at organisations: [OrganisationID], or ids: [HelperID], in transaction: Transaction) async throws -> [KnownHelper] {
        try await transaction.all(
            """
            select id, organisation, kind, name, email
            from helpers
            where active and (organisation = any(\(organisations)) or id = any(\(ids)))
            """)
    }

    /// The helpers of some organisations who have no account there that is open or may be opened again, nor an open one elsewhere, by name.
    func withoutAccount(at organisations: [OrganisationID], limit: Int, in transaction: Transaction) async throws -> [KnownHelper] {
        try await transaction.all(
            """
            select id, organisation, kind, name, email
            from helpers
            where active and organisation = any(\(organisations))
                and not exists (
                    select from accounts
                    where accounts.helper = helpers.id and (accounts.active or accounts.organisation = helpers.organisation)
                )
            order by name_key, id
            limit \(limit)
            """)
    }
}
