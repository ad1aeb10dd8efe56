extension Session {
    /// Runs one statement outside any transaction. Returns its rows.
    package func rows(_ sql: SQL) async throws -> [Row] {
        try await connection.run([sql.statement]).last?.rows ?? []
    }
}
