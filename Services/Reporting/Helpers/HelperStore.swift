import Database
import Models

/// The SQL of what helpers are called.
struct HelperStore: Sendable {
    /// Keeps the newest name that was told; an older one that comes late changes nothing.
    func keep(_ changed: HelperChanged, version: Int, in transaction: Transaction) {
        transaction.later(
            """
            insert into helpers (id, name, version)
            values (\(changed.helper), \(changed.fullName), \(version))
            on conflict (id) do update
            set name = excluded.name, version = excluded.version
            where helpers.version < excluded.version
            """)
    }
}
