import Synchronization

/// A transaction under way. It begins on the server with its first statement, in the same round trip; ``later(_:)`` saves further ones.
package final class Transaction: Sendable {
    private struct State {
        var begun = false
        var queued: [Statement] = []
        var afterCommit: [@Sendable () -> Void] = []
    }

    private let connection: Connection
    private let scope: Scope
    private let state = Mutex(State())

    init(on connection: Connection, scope: Scope) {
        self.connection = connection
        self.scope = scope
    }

    /// Runs an insert, update or delete. Returns the number of rows it touched.
    @discardableResult
    package func execute(_ sql: SQL) async throws -> Int {
        try await run(sql.statement).affected
    }

    /// Runs a query. Returns its rows.
    package func rows(_ sql: SQL) async throws -> [Row] {
        let result = try await run(sql.statement)
        return (0..<result.count).map { Row(result: result, index: $0) }
    }

    /// Runs a query. Returns its rows as `Element`s.
    package func all<Element: RowDecodable>(_ sql: SQL, as type: Element.Type = Element.self) async throws -> [Element] {
        try Element.decodeAll(try await run(sql.statement))
    }

    /// Runs a query. Returns its first row; nil where it has none.
    package func first<Element: RowDecodable>(_ sql: SQL, as type: Element.Type = Element.self) async throws -> Element? {
        try await rows(sql).first.map { try Element($0) }
    }

    /// Runs a query. Returns the first column of its first row; nil where it has no row.
    package func value<Value: ColumnDecodable>(_ sql: SQL, as type: Value.Type = Value.self) async throws -> Value? {
        try await rows(sql).first.map { try $0.first(as: Value.self) }
    }

    /// Runs a statement whose answer nobody waits for: it goes with the next round trip, at the latest the commit's, where its error comes up.
    package func later(_ sql: SQL) {
        let statement = sql.statement
        state.withLock { $0.queued.append(statement) }
    }

    /// Does `action` once the transaction has been committed; never if it has not.
    package func afterCommit(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.afterCommit.append(action) }
    }

    /// Commits. A connection that is lost now leaves the outcome unknown.
    func commit() async throws {
        let statements = takeStatements(ending: Statement(text: "commit"))
        guard !statements.isEmpty else { return finish() }
        do {
            _ = try await connection.run(statements)
        } catch let error as DatabaseError where error.kind == .connectionLost {
            throw DatabaseError(
                kind: .unknownOutcome, message: "the connection was lost while the transaction was being committed: \(error.message)")
        }
        finish()
    }

    /// Rolls back what has begun.
    func rollback() async {
        guard state.withLock({ $0.begun }) else { return }
        _ = try? await connection.run([Statement(text: "rollback")])
    }

    private func run(_ statement: Statement) async throws -> ResultSet {
        let results = try await connection.run(takeStatements(ending: statement))
        guard let last = results.last else { throw DatabaseError(kind: .decoding, message: "the server gave no answer") }
        return last
    }

    /// What goes out now: the beginning if it has not been sent, what is queued, and `last`. Nothing where a commit finds nothing to commit.
    private func takeStatements(ending last: Statement) -> [Statement] {
        state.withLock { state in
            if !state.begun, state.queued.isEmpty, last.text == "commit" { return [] }
            var statements: [Statement] = []
            if !state.begun {
                statements = [Statement(text: "begin"), Self.setScope(scope)]
                state.begun = true
            }
            statements += state.queued
            state.queued.removeAll()
            return statements + [last]
        }
    }

    private func finish() {
        for action in state.withLock({ $0.afterCommit }) { action() }
    }

    private static func setScope(_ scope: Scope) -> Statement {
        Statement(text: "select set_config('app.scope', $1, true)", parameters: [scope.text.parameter])
    }
}
