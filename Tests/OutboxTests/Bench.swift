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

    var database: Database { holder.database }
    var exchange: String { prefix + Topology.exchange }

    static func make() async throws -> Bench {
        let prefix = "t\(UUID().uuidString.lowercased().prefix(8))."
        let holder = try await TestDatabase.make(.notifications, migrations: [try Outbox.migrations()])
        let broker = Broker(address: try BrokerAddress(url: TestServers.brokerURL), clientName: "test", logger: Logger(label: "test"))
        return Bench(
            holder: holder, broker: broker, outbox: Outbox(clock: .system), prefix: prefix,
            queue: Topology.Queue(name: "notifications.events", owner: .notifications, bindings: [CaseMoving.name]))
    }

    /// Runs relay and inbox while `body` does.
    func run(handler: any MessageHandler, _ body: @Sendable @escaping () async throws -> Void) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let own = queue.prefixed(prefix)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [broker] in try await broker.run() }
            try await broker.declare(Topology(queues: [queue]), prefix: prefix)
            let relay = Relay(outbox, service: .notifications, database: database, broker: broker, exchange: exchange, logger: logger)
            let inbox = Inbox(own, handlers: [handler], database: database, broker: broker, clock: .system, logger: logger)
            group.addTask { try? await relay.run() }
            group.addTask { try? await inbox.run() }
            try await body()
            group.cancelAll()
            try? await group.waitForAll()
        }
    }

    func send(_ message: CaseMoving, version: Int) async throws {
        try await database.transaction(.service) { try outbox.publish(message, version: version, in: $0) }
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
        try await database.transaction(.service) { try await $0.value(query, as: Int.self) } ?? 0
    }

    func until(_ holds: () async throws -> Bool) async throws {
        while try await !holds() {
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

/// What handlers were given.
actor Heard {
    private(set) var all: [CaseMoving] = []
    private(set) var envelopes: [Envelope] = []
    private(set) var attempts = 0

    func note(_ message: CaseMoving, _ envelope: Envelope) {
        all.append(message)
        envelopes.append(envelope)
    }
    func attempt() -> Int {
        attempts += 1
        return attempts
    }

    func wait(for count: Int) async throws {
        while all.count < count {
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

struct RecordingHandler: MessageHandler {
    let heard: Heard

    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        await heard.note(message, envelope)
    }
}

struct FailingHandler: MessageHandler {
    struct NotYet: Error {}
    let heard: Heard
    let failures: Int

    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        if await heard.attempt() <= failures { throw NotYet() }
        await heard.note(message, envelope)
    }
}

struct RefusingHandler: MessageHandler {
    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        throw Undeliverable("there is no such thing")
    }
}
