import Models
import TestKit
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
            #expect(outcomes.contains { if case .unanswered = $0 { true } else { false } })
            #expect(!outcomes.contains { $0.isConfirmed })
            #expect(await names.confirms(name: Self.other, within: 20))
            try await node.tell("resume", names.queueName)
            #expect(await names.confirms(within: 20))
            try await names.broker.delete(Topology(queues: [other]), prefix: names.prefix)
        }
    }
}
