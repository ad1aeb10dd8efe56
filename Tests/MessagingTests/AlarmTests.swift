import Messaging
import Synchronization
import TestKit
import Testing

struct AlarmTests {
    /// RabbitMQ tells only those who announced `connection.blocked` when they logged in; and it reads no more from a connection that
    /// publishes, so that acknowledgements must have a connection of their own.
    @Test func aBlockedBrokerHoldsBackPublishingAndNotAcknowledging() async throws {
        try await PrivateBroker.run { server in
            let names = try PrivateNames(url: server.url, patience: .seconds(3))
            try await names.broker.declare(names.topology, prefix: names.prefix)
            #expect(await names.broker.publish((0..<20).map { names.message($0) }).allSatisfy { $0.isConfirmed })

            try await server.node.control("set_vm_memory_high_watermark", "0.000001")
            // The alarm reaches a connection with the next message it sends.
            var outcome = PublishOutcome.confirmed
            for _ in 0..<100 where outcome.isConfirmed { outcome = await names.broker.publish([names.message(100)])[0] }
            guard case .failed(let reason) = outcome else {
                Issue.record("nothing held the messages back")
                return
            }
            #expect(reason.contains("takes no messages"))

            let taken = try await names.take(20, from: names.queueName)
            #expect(taken.count == 20)

            try await server.node.control("set_vm_memory_high_watermark", "0.6")
            #expect(await names.confirms(200, within: 10))
            await names.broker.close()
        }
    }
}
