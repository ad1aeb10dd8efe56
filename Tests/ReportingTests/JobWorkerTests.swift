import Database
import Foundation
import Logging
import Messaging
import Models
import Outbox
import TestKit
import Testing

@testable import Reporting

@Suite(.timeLimit(.minutes(1))) struct JobWorkerTests {
    @Test func whatIsNoJobIsParked() async throws {
        let bureau = try await Bureau.open()
        let prefix = "t\(UUID().text.prefix(8))."
        let topology = Topology(queues: [Topology.standard.jobs])
        let queue = Topology.standard.jobs.prefixed(prefix)
        let broker = Broker(
            address: try BrokerAddress(url: TestServers.brokerURL), clientName: "test", logger: Logger(label: "test"))
        try await broker.declare(topology, prefix: prefix)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let worker = JobWorker(
            database: bureau.database, broker: broker, queue: queue, work: bureau.work,
            parking: Parking(queue, database: bureau.database, clock: .system, logger: logger), logger: logger)
        let working = Task { try await worker.run() }
        let ids = [UUID(), UUID()]
        // One for the workers, one that the broker gave up on.
        let outcomes = await broker.publish(
            zip(ids, [(queue.retryExchange, queue.name), ("", queue.dead)]).map { id, place in
                OutgoingMessage(
                    exchange: place.0, routingKey: place.1, id: id, type: JobTicket.type, timestamp: Date(), body: Data("{\"job\": 7}".utf8)
                )
            })
        #expect(outcomes.allSatisfy { $0.isConfirmed })
        let parked = ParkedMessages(bureau.database, service: .reporting, clock: .system, prefix: prefix)
        while try await parked.list().count < 2 { try await Task.sleep(for: .milliseconds(20)) }
        let rows = try await parked.list()
        #expect(Set(rows.map(\.message)) == Set(ids))
        #expect(rows.allSatisfy { $0.consumer == queue.name && $0.error.contains("cannot be decoded") })
        working.cancel()
        _ = await working.result
        try await broker.delete(topology, prefix: prefix)
        await broker.close()
    }
}
