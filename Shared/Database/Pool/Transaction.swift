import Models
import Synchronization

/// A transaction under way. It begins on the server with its first statement, in the same round trip; ``later(_:)`` saves further ones.
package final class Transaction: Sendable {
    let connection: Connection
    private let metrics: PoolMetrics
    /// What holds for the transaction alone; sent with its beginning.
    private let settings: [Statement]
    let statementTimeout: Duration
    /// Comes when the task is cancelled in which the transaction runs.
    private let interruption = Interruption()
    private let state: Mutex<TransactionState>

    init(on connection: Connection, scope: Scope, statementTimeout: Duration?, settlesLostCommit: Bool = true, metrics: PoolMetrics) {
        state = Mutex(TransactionState(needsID: settlesLostCommit))
        self.connection = connection
        self.metrics = metrics
        self.statementTimeout = statementTimeout ?? DatabaseConfiguration.statementTimeout
        settings =
            scope.settings
            + (statementTimeout.map { [Statement.setLocally("statement_timeout", to: "\($0.nanoseconds / 1_000_000)")] } ?? [])
        connection.forgetTransactionID()
    }

    /// Runs an insert, update or delete. Returns the number of rows it touched.
    @discardableResult
    package func execute(_ sql: SQL) async throws -> Int {
        try await run(sql).affected
    }

    /// Runs a query. Returns its rows.
    package func rows(_ sql: SQL) async throws -> [Row] {
        try await ask(.rows(sql))
    }

    /// Runs a query. Returns its rows as `Element`s.
    package func all<Element: RowDecodable>(_ sql: SQL, as type: Element.Type = Element.self) async throws -> [Element] {
        try await ask(.all(sql))
    }

    /// Runs a query. Returns its first row; nil where it has none.
    package func first<Element: RowDecodable>(_ sql: SQL, as type: Element.Type = Element.self) async throws -> Element? {
        try await ask(.first(sql))
    }

    /// Runs a query. Returns the first column of its first row; nil where it has no row.
    package func value<Value: ColumnDecodable>(_ sql: SQL, as type: Value.Type = Value.self) async throws -> Value? {
        try await ask(.value(sql))
    }

    /// Runs a query. Returns what it has found.
    package func ask<Answer: Sendable>(_ query: Query<Answer>) async throws -> Answer {
        try query.read(try await run(query.sql))
    }

    /// Runs several queries in one round trip, in this order; each sees what was committed before it began. Returns what each has found.
    package func together<each Answer: Sendable>(_ queries: repeat Query<each Answer>) async throws -> (repeat each Answer) {
        var texts: [SQL] = []
        repeat texts.append((each queries).sql)
        let answers = try await answers(to: texts)
        var place = 0
        func next<One: Sendable>(_ query: Query<One>) throws -> One {
            defer { place += 1 }
            return try query.read(answers[place])
        }
        return (repeat try next(each queries))
    }

    /// The same of any number of queries of one kind.
    package func together<Answer: Sendable>(each queries: [Query<Answer>]) async throws -> [Answer] {
        guard !queries.isEmpty else { return [] }
        return try zip(queries, try await answers(to: queries.map(\.sql))).map { query, answer in try query.read(answer) }
    }

    /// Runs a statement whose answer nobody waits for: it goes with the next round trip, at the latest the commit's, where its error comes up.
    package func later(_ sql: SQL) {
        state.withLock { $0.queued.append(sql.command) }
    }

    /// Does `action` once the transaction has been committed; never if it has not.
    package func afterCommit(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.afterCommit.append(action) }
    }

    /// Commits. A connection that is lost once this has been sent leaves the outcome unknown.
    func commit() async throws {
        guard let statements = try state.withLock({ try $0.takeCommit(settings) }) else { return }
        do {
            let answer = try await roundTrip(statements, cancellable: false).last
            if answer?.isRollback == true {
                var error = DatabaseError(
                    kind: .server, message: "nothing was committed: an earlier statement of the transaction had failed")
                error.sqlState = "25P02"
                throw error
            }
        } catch let error as DatabaseError where error.kind == .connectionLost && error.wasSent {
            throw DatabaseError(
                kind: .unknownOutcome, message: "the connection was lost while the transaction was being committed: \(error.message)")
        }
    }

    /// Does what was to be done after the commit.
    func finish() {
        for action in state.withLock({ $0.afterCommit }) { action() }
    }

    /// Rolls back what has begun.
    func rollback() async {
        guard state.withLock({ $0.begun }), !connection.isBroken else { return }
        do {
            _ = try await connection.run([.rollback], cancellable: false)
        } catch {
            connection.discard()
        }
    }

    /// Rows are written in another way than by a statement: their outcome matters too.
    func noteWriting() {
        state.withLock { $0.noteWriting() }
    }

    /// Sends what is queued, and what begins the transaction, if there is any of it.
    func flush() async throws {
        try await connection.thread.run {
            let statements = try self.state.withLock { try $0.take(self.settings) }
            if !statements.isEmpty { _ = try await self.roundTrip(statements) }
        }
    }

    /// Stops what is under way for the body.
    func interrupt() {
        connection.interrupt(interruption)
    }

    private func run(_ sql: SQL) async throws -> ResultSet {
        try await answers(to: [sql.statement])[0]
    }

    private func answers(to queries: [SQL]) async throws -> [ResultSet] {
        try await answers(to: queries.map(\.statement))
    }

    /// On the connection's thread what takes its turn is sent before anything else does: nothing goes out ahead of `begin` and the scope.
    @inline(__always)
    private func answers(to statements: [Statement]) async throws -> [ResultSet] {
        try await connection.thread.run { try await self.send(statements) }
    }

    /// One answer for each statement.
    private func send(_ last: [Statement]) async throws -> [ResultSet] {
        try Task.checkCancellation()
        for statement in last { try statement.check() }
        let statements = try state.withLock { try $0.take(settings, ending: last) }
        let answers = try await roundTrip(statements)
        guard answers.count == last.count else {
            throw DatabaseError(kind: .decoding, message: "the server gave \(answers.count) answers to \(last.count) statements")
        }
        return answers
    }

    @inline(__always)
    private func roundTrip(_ statements: [Statement], cancellable: Bool = true) async throws -> [ResultSet] {
        let began = Moment.now
        let exchange = Exchange(.pipeline(statements), limit: statementTimeout, until: cancellable ? interruption : nil)
        defer {
            // What was taken out of the queue, and may begin the transaction, will not come any more.
            if exchange.steps.isEmpty { state.withLock { $0.isSpoilt = true } }
        }
        do {
            for statement in statements { try statement.check() }
            let answers = try await connection.run(exchange, cancellable: cancellable && !interruption.watchesThisTask)
            metrics.answered(since: began)
            state.withLock { $0.noteAnswer(hasNumber: connection.transactionID != nil) }
            return answers
        } catch let error as DatabaseError {
            metrics.failed(error)
            throw error
        }
    }
}
