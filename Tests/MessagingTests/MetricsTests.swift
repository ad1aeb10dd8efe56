import Messaging
import TestKit
import Testing

@testable import Messaging

struct MetricsTests {
    @Test func whatIsPublishedAndConsumedIsCounted() async throws {
        let noted = NotedMetrics()
        let metrics = BrokerMetrics(factory: noted)
        metrics.add(BrokerMetrics.Published(sent: 7, confirmed: 3, returned: 2, nacked: 1, failed: 1))
        metrics.confirmTook(.milliseconds(4))
        metrics.add(consumed: 5, redelivered: 2)
        metrics.isBlocked(true)
        #expect(noted.values["caunoi_messaging_published"] == 7)
        #expect(noted.values["caunoi_messaging_confirmed"] == 3)
        #expect(noted.values["caunoi_messaging_returned"] == 2)
        #expect(noted.values["caunoi_messaging_nacked"] == 1)
        #expect(noted.values["caunoi_messaging_failed"] == 1)
        #expect(noted.values["caunoi_messaging_confirm_seconds"] == 4_000_000)
        #expect(noted.values["caunoi_messaging_consumed"] == 5)
        #expect(noted.values["caunoi_messaging_redelivered"] == 2)
        #expect(noted.values["caunoi_messaging_blocked"] == 1)
    }

    @Test func aBrokerCountsWhatGoesThroughIt() async throws {
        let noted = NotedMetrics()
        let address = try PrivateNames.address()
        let line = try Line(to: address)
        try await PrivateNames.declared(url: line.url(address), metrics: noted) { names in
            let outcomes = await names.broker.publish([names.message(1), names.message(2), names.message(3, name: PrivateNames.unbound)])
            #expect(outcomes.count { $0.isConfirmed } == 2)
            _ = try await names.take(2, from: names.queueName)
            line.cut()
            line.mend()
            while await names.broker.publish([names.message(4)]) != [.confirmed] { await Task.yield() }
            try await until { (noted.values["caunoi_messaging_reconnections connection=publisher"] ?? 0) >= 1 }
        }
        #expect((noted.values["caunoi_messaging_published"] ?? 0) >= 4)
        #expect((noted.values["caunoi_messaging_confirmed"] ?? 0) >= 3)
        #expect(noted.values["caunoi_messaging_returned"] == 1)
        #expect((noted.values["caunoi_messaging_consumed"] ?? 0) >= 2)
        #expect((noted.values["caunoi_messaging_confirm_seconds"] ?? 0) > 0)
        line.close()
    }
}
