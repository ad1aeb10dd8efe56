import Database
import Models

/// The SQL of the copy of the helpers.
struct HelperStore: Sendable {
    /// One helper; nil where this service has not heard of them.
    func find(_ id: HelperID, in transaction: Transaction) async throws -> Helper? {
        try await transaction.first("select id, name, email from helpers where id = \(id)")
    }

    /// Keeps the newest state that was told; an older one that comes late changes nothing.
    func keep(_ changed: HelperChanged, version: Int, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into helpers (id, organisation, province, name, email, active, version)
            values (\(changed.helper), \(changed.organisation), \(changed.province), \(changed.fullName), \(changed.email),
                \(changed.active), \(version))
            on conflict (id) do update
            set organisation = excluded.organisation, province = excluded.province, name = excluded.name, email = excluded.email,
                active = excluded.active, version = excluded.version
            where helpers.version < excluded.version
            """)
    }
}
