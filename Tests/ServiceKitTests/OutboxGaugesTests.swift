import Database
import Foundation
import Logging
import Messaging
import Models
import Outbox
import TestKit
import Testing

@testable import ServiceKit

@Suite(.timeLimit(.minutes(1))) struct OutboxGaugesTests {
    @Test func whatWaitsToBeSentIsShownWithTheAgeOfTheOldest() async throws {
        let test = try await TestDatabase.make(.notifications, migrations: [try Outbox.migrations()])
        let instant = Date(timeIntervalSince1970: 1_800_000_000)
        for seconds in [90.0, 30] {
            let outbox = Outbox(clock: WallClock { instant.addingTimeInterval(-seconds) })
            let message = CaseMoving(
                case: CaseID(at: instant), organisation: OrganisationID(at: instant), occurredAt: instant, recordedAt: instant)
            try await test.database.transaction(.service) { try outbox.publish(message, version: 1, in: $0) }
        }
        let broker = Broker(
            address: try BrokerAddress(url: "amqp://nobody:x@127.0.0.1:1/none"), clientName: "test", logger: Logger(label: "test"))
        let noted = NotedMetrics()
        let gauges = OutboxGauges(database: test.database, broker: broker, clock: WallClock { instant }, metrics: noted)
        let running = Task { try await gauges.run() }
        while noted.values["audit_untold_lines"] == nil { try await Task.sleep(for: .milliseconds(10)) }
        running.cancel()
        #expect(noted.values["outbox_rows"] == 2)
        #expect(noted.values["outbox_oldest_seconds"] == 90)
        #expect(noted.values["parked_messages"] == 0)
        #expect(noted.values["broker_connected"] == 0)
        #expect(noted.values["database_connected"] == 1)
    }
}
