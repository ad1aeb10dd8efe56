/// Single statements, each a transaction of its own in one round trip: neither `begin` nor `commit` is sent.
extension Database {
    /// Runs an insert, update or delete. Returns the number of rows it touched.
    ///
    /// Where the connection is lost before the answer has come, this throws an error of kind `unknownOutcome`; what must be settled belongs in a
    /// ``transaction(_:statementTimeout:_:)``.
    @discardableResult
    package func execute(_ scope: Scope, _ sql: SQL) async throws -> Int {
        try await single(scope, sql, mayWrite: true).affected
    }

    /// Runs a query. Returns its rows. It is run again when the connection is lost: it must not call functions that write.
    package func rows(_ scope: Scope, _ sql: SQL) async throws -> [Row] {
        try await single(scope, sql).rows
    }

    /// Runs a query, as ``rows(_:_:)`` does. Returns its rows as `Element`s.
    package func all<Element: RowDecodable>(_ scope: Scope, _ sql: SQL, as type: Element.Type = Element.self) async throws -> [Element] {
        try Element.decodeAll(try await single(scope, sql))
    }

    /// Runs a query, as ``rows(_:_:)`` does. Returns its first row; nil where it has none.
    package func first<Element: RowDecodable>(_ scope: Scope, _ sql: SQL, as type: Element.Type = Element.self) async throws -> Element? {
        try await single(scope, sql).first.map { try Element($0) }
    }

    /// Runs a query, as ``rows(_:_:)`` does. Returns the first column of its first row; nil where it has no row.
    package func value<Value: ColumnDecodable>(_ scope: Scope, _ sql: SQL, as type: Value.Type = Value.self) async throws -> Value? {
        try await single(scope, sql).first.map { try $0.first(as: Value.self) }
    }

    private func single(_ scope: Scope, _ sql: SQL, mayWrite: Bool = false) async throws -> ResultSet {
        let statement = sql.statement
        var settings = scope.settings
        settings.append(statement)
        let statements = settings
        let isRepeatable = !mayWrite && statement.isQuery
        return try await repeating {
            try await self.pool.withConnection(for: scope, anywhere: true) { connection in
                let began = Moment.now
                do {
                    guard let answer = try await connection.run(statements).last else {
                        throw DatabaseError(kind: .decoding, message: "the server gave no answer")
                    }
                    self.pool.metrics.answered(since: began)
                    return answer
                } catch let error as DatabaseError {
                    self.pool.metrics.failed(error)
                    guard error.kind == .connectionLost, error.wasSent, !isRepeatable else { throw error }
                    throw DatabaseError(
                        kind: .unknownOutcome, message: "the connection was lost before the statement was answered: \(error.message)")
                }
            }
        }
    }
}
