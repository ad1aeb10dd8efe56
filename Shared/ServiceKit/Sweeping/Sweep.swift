package import Database

/// What a service forgets once its time is over: rows of one of its tables, whether anybody still comes to use them or not.
package struct Sweep: Sendable {
    /// For the log.
    let what: String
    /// Forgets what is over; how many rows that was.
    let forget: @Sendable (Transaction) async throws -> Int

    /// - Parameter statement: a `delete`, made anew for each time it runs.
    package init(_ what: String, _ statement: @escaping @Sendable () -> SQL) {
        self.what = what
        forget = { try await $0.execute(statement()) }
    }

    /// In a transaction of its own, for itself.
    package func callAsFunction(in database: Database) async throws -> Int {
        try await database.transaction(.service) { try await forget($0) }
    }
}
