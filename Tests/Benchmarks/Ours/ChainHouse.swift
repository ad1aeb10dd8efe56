import Database
import Foundation
import Logging
import Messaging
import Models
import Outbox

/// Both ends of the chain in one process: a producer with its outbox and relay, a consumer with its inbox, on one database and one broker.
/// The login role owns nothing and row-level security is in force, as in the running system.
struct ChainHouse: Sendable {
    static let schema = "bench"

    let database: Database
    let effects: EffectLedger
    private let broker: Broker
    private let outbox = Outbox(clock: .system)

    init(connections: Int) throws {
        database = Database(
            DatabaseConfiguration(url: try Words.environment("BENCH_CHAIN_URL"), applicationName: "bench", connections: connections))
        effects = EffectLedger()
        broker = try Words.broker()
    }

    /// The tables of every service, by our own migrations.
    static func migrate() async throws -> Report {
        let url = try Words.environment("BENCH_CHAIN_OWNER_URL")
        let measurement = Measurement()
        try await Migrator(ownerURL: url, schema: schema, loginRole: schema, logger: Words.quiet).run([try Outbox.migrations()])
        return try measurement.report(count: 1)
    }

    /// Runs relay and inbox while `body` does.
    func run<Value: Sendable>(isNear: Bool, _ body: @Sendable @escaping () async throws -> Value) async throws -> Value {
        try await broker.declare(BenchmarkQueue.topology, prefix: BenchmarkQueue.prefix)
        let queue = BenchmarkQueue.queue
        let own = Topology.Queue(name: BenchmarkQueue.name, owner: queue.owner, bindings: queue.bindings)
        let logger = Words.quiet
        let relay = Relay(
            outbox, service: queue.owner, database: database, broker: broker, exchange: BenchmarkQueue.exchange, logger: logger)
        let inbox = Inbox(
            own, handlers: [EffectHandler(effects: effects)], database: database, broker: broker, clock: .system, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [broker] in try await broker.run() }
            group.addTask { try? await relay.run() }
            group.addTask { try? await inbox.run() }
            let value = isNear ? try await database.onItsThread { try await body() } : try await body()
            group.cancelAll()
            try? await group.waitForAll()
            return value
        }
    }

    /// The change that everything begins with: a row and its message in one transaction. Returns when it was committed.
    func open(_ id: CaseID) async throws -> ContinuousClock.Instant {
        let now = Date()
        let message = CaseMoving(case: id, organisation: OrganisationID(at: now), occurredAt: now, recordedAt: now)
        try await database.transaction(.service) { transaction in
            transaction.later(
                """
                insert into cases (id, organisation, subject, opened_at)
                values (\(id), \(message.organisation), \("Land, a boundary"), \(now))
                """)
            try outbox.publish(message, version: 1, in: transaction)
        }
        return .now
    }
}
