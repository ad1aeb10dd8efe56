import ServiceLifecycle

/// One service's database: transactions on a pool of connections.
///
///     let name = try await database.transaction(.organisations([centre])) { transaction in
///         try await transaction.value("select name from helpers where id = \(helper)", as: String.self)
///     }
package final class Database: Service, Sendable {
    /// How often a transaction is run at most, when it failed in a way that leaves nothing behind.
    private static let attempts = 4

    private let pool: Pool

    /// Connects to nothing yet: each connection is opened when it is first needed.
    package init(_ configuration: DatabaseConfiguration) {
        pool = Pool(configuration: configuration)
    }

    /// Waits for the end of the service, then closes the pool.
    package func run() async throws {
        try? await gracefulShutdown()
        pool.close()
    }

    /// Runs `body` in one transaction that sees the rows of `scope`, and commits; any error rolls back and is thrown.
    ///
    /// After a serialisation failure, a deadlock, or a connection lost before COMMIT was sent, `body` is run again: it must have no other effect
    /// than through the transaction.
    /// Throws ``DatabaseError``; of kind `unknownOutcome` where the connection was lost during the commit.
    package func transaction<Value: Sendable>(_ scope: Scope, _ body: (Transaction) async throws -> Value) async throws -> Value {
        var attempt = 1
        while true {
            do {
                return try await pool.withConnection { connection in
                    try await Self.run(body, in: Transaction(on: connection, scope: scope))
                }
            } catch let error as DatabaseError where error.leavesNothingBehind && attempt < Self.attempts {
                attempt += 1
            }
        }
    }

    /// One round trip to the server.
    package func ping() async throws {
        _ = try await pool.withConnection { try await $0.run([Statement(text: "select 1")]) }
    }

    /// Runs `body` with a connection kept beside the pool, outside any transaction: for a lock that lasts as long as the session.
    package func session<Value: Sendable>(_ body: (Session) async throws -> Value) async throws -> Value {
        try await body(Session(connection: try await pool.openOwn()))
    }

    private static func run<Value: Sendable>(_ body: (Transaction) async throws -> Value, in transaction: Transaction) async throws -> Value
    {
        let value: Value
        do {
            value = try await body(transaction)
        } catch {
            await transaction.rollback()
            throw error
        }
        do {
            try await transaction.commit()
        } catch {
            await transaction.rollback()
            throw error
        }
        return value
    }
}
