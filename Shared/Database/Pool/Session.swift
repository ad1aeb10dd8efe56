/// A connection of one's own, outside any transaction.
package struct Session: Sendable {
    let connection: Connection

    /// Tries to take a lock that holds until the session ends; false where another session has it.
    package func tryLock(_ name: String) async throws -> Bool {
        let query: SQL = "select pg_try_advisory_lock(hashtextextended(\(name), 0))"
        return try await connection.run([query.statement]).last?.first?.first(as: Bool.self) ?? false
    }

    /// Whether the session, and with it every lock, is still there.
    package func isAlive() async -> Bool {
        (try? await connection.run([Statement(text: "select 1")])) != nil
    }

    /// Runs several statements in one text without values: for setting up, never with anything from outside.
    package func script(_ text: String) async throws {
        try await connection.script(text)
    }
}
