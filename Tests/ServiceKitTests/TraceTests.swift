import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Messaging
import Models
import Outbox
import TestKit
import Testing

@testable import ServiceKit

/// One trace from a request to the log of whoever hears what came of it.
@Suite(.timeLimit(.minutes(2))) struct TraceTests {
    @Test func theTraceOfARequestStandsInTheLogOfTheConsumer() async throws {
        let trace = "0af7651916cd43dd8448eb211c80319c"
        let test = try await TestDatabase.make(.notifications, migrations: [try Outbox.migrations()])
        let outbox = Outbox(clock: .system)
        let log = NotedLog()
        let prefix = "t\(UUID().text.prefix(8))."
        let queue = Topology.Queue(name: "notifications.events", owner: .notifications, bindings: [CaseMoving.name])
        let broker = Broker(
            address: try BrokerAddress(url: TestServers.brokerURL), clientName: "test", logger: Logger(label: "test"))
        try await broker.declare(Topology(queues: [queue]), prefix: prefix)
        let relay = Relay(
            outbox, service: .notifications, database: test.database, broker: broker, exchange: prefix + Topology.exchange,
            logger: Logger(label: "test"))
        let inbox = Inbox(
            queue.prefixed(prefix), handlers: [NeverHandler()], database: test.database, broker: broker, clock: .system,
            logger: log.logger(ServiceLog.trace))
        let running = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await relay.run() }
                group.addTask { try await inbox.run() }
                try await group.waitForAll()
            }
        }
        try await HouseOfTests().test({ router in
            router.post("/api/v1/things") { _, _ in
                let now = Date()
                let moved = CaseMoving(case: CaseID(at: now), organisation: OrganisationID(at: now), occurredAt: now, recordedAt: now)
                try await test.database.transaction(.service) { try outbox.publish(moved, version: 1, in: $0) }
                return Response(status: .noContent)
            }
        }) { client in
            let traceparent = HTTPField.Name("traceparent")
            let headers = HTTPFields(traceparent.map { [HTTPField(name: $0, value: "00-\(trace)-b7ad6b7169203331-01")] } ?? [])
            try await client.execute(uri: "/api/v1/things", method: .post, headers: headers) { #expect($0.status == .noContent) }
        }
        while log.lines("message parked").isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        #expect(log.lines("message parked").map { $0.metadata["trace"] } == [trace])
        running.cancel()
        _ = await running.result
        try await broker.delete(Topology(queues: [queue]), prefix: prefix)
        await broker.close()
    }

    private struct NeverHandler: MessageHandler {
        func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
            throw Undeliverable("a test")
        }
    }
}
