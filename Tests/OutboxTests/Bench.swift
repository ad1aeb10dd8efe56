import CoreMetrics
import Database
import Foundation
import Logging
import Messaging
import Models
import ServiceLifecycle
import TestKit
import Testing

@testable import Outbox

/// A service's outbox and inbox around one queue, under names of their own.
struct Bench: Sendable {
    let holder: TestDatabase
    let broker: Broker
    let outbox: Outbox
    let prefix: String
    let queue: Topology.Queue
    let logger: Logger
    let metrics: any MetricsFactory

    var database: Database { holder.database }
    var exchange: String { prefix + Topology.exchange }
    var ownQueue: Topology.Queue { queue.prefixed(prefix) }

    static func make(
        bindings: [MessageName] = [CaseMoving.name], clock: WallClock = .system, patience: Duration = .seconds(30),
        logger: Logger = Bench.quiet, metrics: any MetricsFactory = NOOPMetricsHandler.instance, on servers: Servers? = nil
    ) async throws -> Bench {
        let prefix = "t\(UUID().text.prefix(8))."
        let migrations = [try Outbox.migrations()]
        let holder =
            if let servers {
                try await TestDatabase.make(.notifications, migrations: migrations, on: servers)
            } else {
                try await TestDatabase.make(.notifications, migrations: migrations)
            }
        let broker = Broker(
            address: try BrokerAddress(url: TestServers.brokerURL), clientName: "test", logger: Logger(label: "test"), patience: patience,
            heartbeat: min(.seconds(15), patience / 2))
        return Bench(
            holder: holder, broker: broker, outbox: Outbox(clock: clock), prefix: prefix,
            queue: Topology.Queue(name: "notifications.events", owner: .notifications, bindings: bindings), logger: logger, metrics: metrics
        )
    }

    /// Runs relay and inbox while `body` does.
    func run(
        handler: any MessageHandler, follows: [Story] = [], pace: Inbox.Pace = Inbox.Pace(),
        _ body: @Sendable @escaping () async throws -> Void
    ) async throws {
        try await run(handlers: [handler], follows: follows, pace: pace, body)
    }

    /// Runs a relay, and an inbox where there are handlers, while `body` does.
    func run(
        handlers: [any MessageHandler], follows: [Story] = [], pace: Inbox.Pace = Inbox.Pace(), relays: Int = 1,
        _ body: @Sendable @escaping () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [broker] in try await broker.run() }
            try await broker.declare(Topology(queues: [queue]), prefix: prefix)
            for number in 0..<relays {
                // The first one is woken by the changes of the test; the others look by themselves, as other copies of the service do.
                let relay = relay(number == 0 ? outbox : Outbox(clock: outbox.clock))
                group.addTask { try? await relay.run() }
            }
            if !handlers.isEmpty {
                let inbox = inbox(handlers, follows: follows, pace: pace)
                group.addTask { try? await inbox.run() }
            }
            try await body()
            group.cancelAll()
            try? await group.waitForAll()
        }
    }

    func relay(_ outbox: Outbox) -> Relay {
        Relay(outbox, service: .notifications, database: database, broker: broker, exchange: exchange, logger: Self.quiet)
    }

    func inbox(_ handlers: [any MessageHandler], follows: [Story], pace: Inbox.Pace) -> Inbox {
        Inbox(
            ownQueue, handlers: handlers, follows: follows, pace: pace, database: database, broker: broker, clock: .system,
            logger: logger, metrics: metrics)
    }

    /// Whoever looks after parked messages.
    static let actor = AuditActor(id: "account-1", name: "Quản trị (mẫu)", role: .system)

    static var quiet: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    func send(_ message: some Message, version: Int) async throws {
        try await database.transaction(.service) { try outbox.publish(message, version: version, in: $0) }
    }

    /// Lays a message into the queue without the outbox, as if it came out of order or twice.
    @discardableResult
    func deliver(
        _ message: some Message, version: Int, id: UUID = UUID.v7(at: Date()), traceparent: String? = nil, attempts: Int64 = 0
    ) async throws -> UUID {
        let name = type(of: message).name
        var headers: [String: HeaderValue] = [
            Header.aggregate: .string(message.aggregate.text), Header.version: .int(Int64(version)),
            Header.producer: .string(name.producer),
        ]
        if let traceparent { headers[Header.traceparent] = .string(traceparent) }
        if attempts > 0 { headers[Header.attempts] = .int(attempts) }
        let outgoing = OutgoingMessage(
            exchange: exchange, routingKey: name.rawValue, id: id, type: name.rawValue, timestamp: Date(), headers: headers,
            body: try MessageCoding.encode(message))
        let outcome = await broker.publish([outgoing])[0]
        #expect(outcome.isConfirmed, "\(outcome)")
        return id
    }

    func parked() -> ParkedMessages {
        ParkedMessages(database, service: .notifications, clock: .system, prefix: prefix)
    }

    func audited(_ action: String) async throws -> Int {
        try await count("select count(*) from audit where action = \(action)")
    }

    func inboxCount() async throws -> Int {
        try await count("select count(*) from inbox")
    }

    /// The partition in which the one message lies.
    func partition() async throws -> String? {
        try await database.transaction(.service) { try await $0.value("select tableoid::regclass::text from outbox", as: String.self) }
    }

    func untilDrained() async throws {
        try await until { try await count("select count(*) from outbox where confirmed_at is null") == 0 }
    }

    func untilParked(_ wanted: Int) async throws {
        try await until { try await count("select count(*) from parked") == wanted }
    }

    func parkedErrors() async throws -> [String] {
        try await database.transaction(.service) { try await $0.rows("select error from parked").map { try $0.get("error") } }
    }

    func count(_ query: SQL) async throws -> Int {
        try await database.value(.service, query, as: Int.self) ?? 0
    }

    func execute(_ statement: SQL) async throws {
        try await database.execute(.service, statement)
    }

    /// Waits for what others bring about, at most two minutes.
    func until(_ holds: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(120)
        while try await !holds() {
            guard .now < end else { throw BrokerError(.timedOut, "what was waited for did not come") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

extension CaseMoving {
    static func sample(_ id: CaseID = CaseID(at: Date()), at seconds: Double = 1_795_000_000) -> CaseMoving {
        let instant = Date(timeIntervalSince1970: seconds)
        return CaseMoving(case: id, organisation: OrganisationID(at: Date()), occurredAt: instant, recordedAt: instant)
    }
}

extension CaseStalled {
    static func sample(_ id: CaseID) -> CaseStalled {
        let instant = Date(timeIntervalSince1970: 1_795_000_000)
        return CaseStalled(
            case: id, organisation: OrganisationID(at: Date()), lastProgressOn: LegalDate(instant), workingDays: 16, occurredAt: instant,
            recordedAt: instant)
    }
}
