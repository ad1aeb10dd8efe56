import Models
import Testing

@testable import Messaging

struct StuckQueueTests {
    private static let other: MessageName = "test.other.v1"

    /// As where too few of a quorum queue's copies live. RabbitMQ then reads no more from a connection that has published to it.
    @Test func aQueueThatCannotConfirmDoesNotHoldUpTheOthersForEver() async throws {
        let node = try BrokerNode(of: try PrivateNames.address())
        try await PrivateNames.declared(patience: .seconds(2)) { names in
            let other = Topology.Queue(name: "other.events", owner: .intake, bindings: [Self.other])
            try await names.broker.declare(Topology(queues: [other]), prefix: names.prefix)
            try await node.tell("suspend", names.queueName)
            let outcomes = await names.broker.publish((0..<500).map { names.message($0) })
            #expect(!outcomes.contains { $0.isConfirmed })
            var confirmed = false
            for _ in 0..<20 where !confirmed { confirmed = await names.broker.publish([names.message(name: Self.other)])[0].isConfirmed }
            #expect(confirmed)
            try await node.tell("resume", names.queueName)
            var isBack = false
            for _ in 0..<20 where !isBack { isBack = await names.broker.publish([names.message()])[0].isConfirmed }
            #expect(isBack)
            try await names.broker.delete(Topology(queues: [other]), prefix: names.prefix)
            try await names.broker.declare(names.topology, prefix: names.prefix)
        }
    }
}
