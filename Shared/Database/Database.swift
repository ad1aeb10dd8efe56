package import CoreMetrics
import ServiceLifecycle

/// One service's database: transactions on a pool of connections.
///
///     let name = try await database.transaction(.organisations([centre])) { transaction in
///         try await transaction.value("select name from helpers where id = \(helper)", as: String.self)
///     }
package final class Database: Service, Sendable {
    let pool: Pool

    /// Connects to nothing yet: each connection is opened when it is first needed.
    package init(_ configuration: DatabaseConfiguration, metrics: any MetricsFactory = MetricsSystem.factory) {
        pool = Pool(configuration: configuration, metrics: metrics)
    }

    /// Waits for the end of the service, then closes the pool.
    package func run() async throws {
        try? await gracefulShutdown()
        pool.close()
    }

    /// Runs `body` in one transaction that sees the rows of `scope`, and commits; any error rolls back and is thrown.
    ///
    /// After a serialisation failure, a deadlock, or a connection lost before COMMIT was sent, `body` is run again, four times at most: it must have
    /// no other effect than through the transaction. It runs on the thread of its connection, which others share: it must not compute for long.
    /// Where the connection is lost during the commit, another one is asked what became of the transaction.
    /// - Parameter statementTimeout: how long each statement may take; 30 s where it is nil.
    /// - Parameter settlesLostCommit: false where doing it all again does no harm: then the number that this takes, one more statement in a
    ///   transaction that writes, is not asked for, and a commit that was not answered is told as unknown.
    /// - Throws: ``DatabaseError``; of kind `unknownOutcome` where nobody could say whether the commit took effect. `CancellationError` when the task
    ///   is cancelled: the statement under way is stopped on the server.
    package func transaction<Value: Sendable>(
        _ scope: Scope, statementTimeout: Duration? = nil, settlesLostCommit: Bool = true,
        _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        try await repeating {
            let (outcome, lost) = try await self.pool.withConnection(for: scope) { connection -> (Value?, LostCommit<Value>?) in
                let transaction = Transaction(
                    on: connection, scope: scope, statementTimeout: statementTimeout, settlesLostCommit: settlesLostCommit,
                    metrics: self.pool.metrics)
                return try await withTaskCancellationHandler {
                    try await Self.run(body, in: transaction)
                } onCancel: {
                    transaction.interrupt()
                }
            }
            if let outcome { return outcome }
            guard let lost else { throw DatabaseError(kind: .decoding, message: "a transaction ended without a value") }
            return try await lost.settle(asking: self.pool)
        }
    }

    /// One round trip to the server.
    package func ping() async throws {
        _ = try await repeating {
            try await self.pool.withConnection { try await $0.run([Statement(text: "select 1")]) }
        }
    }

    /// Runs `body` with a connection kept beside the pool, outside any transaction: for a lock that lasts as long as the session.
    package func session<Value: Sendable>(_ body: (Session) async throws -> Value) async throws -> Value {
        try await body(Session(connection: try await pool.openOwn()))
    }

    /// Runs `body` on a thread of the database's, for work that mostly waits for the database: between its statements no other thread is woken. It
    /// shares the thread with the transactions of everybody: it must not compute for long.
    package func onItsThread<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await pool.thread.run(body)
    }

    /// Runs `body` again where that may help, a little later each time.
    @inline(__always)
    func repeating<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        var attempt = 1
        while true {
            do {
                return try await body()
            } catch let error as DatabaseError where error.leavesNothingBehind && attempt < 4 {
                try await Task.sleep(for: Backoff.betweenRuns.delay(after: attempt))
                attempt += 1
            }
        }
    }

    /// The value of `body` once it is committed; or what is known of a commit that was not answered.
    private static func run<Value: Sendable>(
        _ body: (Transaction) async throws -> Value, in transaction: Transaction
    ) async throws -> (Value?, LostCommit<Value>?) {
        do {
            let value = try await body(transaction)
            do {
                try await transaction.commit()
            } catch let error as DatabaseError where error.kind == .unknownOutcome {
                return (nil, LostCommit(value: value, transaction: transaction, error: error))
            }
            transaction.finish()
            return (value, nil)
        } catch {
            await transaction.rollback()
            throw error
        }
    }
}
