import Models
import TestKit
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(1))) struct StuckQueueTests {
    private static let other: MessageName = "test.other.v1"

    /// As where too few of a quorum queue's copies live. RabbitMQ then reads no more from a connection that has published to it.
    @Test func aQueueThatCannotConfirmDoesNotHoldUpTheOthersForEver() async throws {
        let node = try BrokerNode(of: try PrivateNames.address())
        try await PrivateNames.declared(patience: .seconds(4), heartbeat: .seconds(2)) { names in
            let other = Topology.Queue(name: "other.events", owner: .intake, bindings: [Self.other])
            try await names.broker.declare(Topology(queues: [other]), prefix: names.prefix)
            try await node.tell("suspend", names.queueName)
            let outcomes = await names.broker.publish((0..<500).map { names.message($0) })
            #expect(outcomes.contains { if case .unanswered = $0 { true } else { false } })
            #expect(!outcomes.contains { $0.isConfirmed })
            // Nobody waits for that queue again, nor is it forgotten.
            for _ in 0..<20 {
                guard case .withheld? = await names.broker.publish([names.message()]).first else {
                    Issue.record("it was not withheld")
                    return
                }
            }
            #expect(await names.confirms(name: Self.other, within: 20))
            try await node.tell("resume", names.queueName)
            while await !names.confirms(within: 1) { try await Task.sleep(for: .milliseconds(50)) }
            try await names.broker.delete(Topology(queues: [other]), prefix: names.prefix)
        }
    }

    /// What was sent behind it over the same connection would hold up the next one in the same way.
    @Test func allThatIsUnansweredWhenTheConnectionIsGivenUpIsWithheld() async throws {
        let node = try BrokerNode(of: try PrivateNames.address())
        try await PrivateNames.declared(patience: .seconds(4), heartbeat: .seconds(1)) { names in
            let both = Topology.Queue(name: names.queue.name, owner: .intake, bindings: [PrivateNames.bound, Self.other])
            try await names.broker.declare(Topology(queues: [both]), prefix: names.prefix)
            try await node.tell("suspend", names.queueName)
            async let first = names.broker.publish([names.message()])
            try await Task.sleep(for: .milliseconds(200))
            async let second = names.broker.publish([names.message(1, name: Self.other)])
            for outcome in await first + second {
                guard case .unanswered = outcome else {
                    Issue.record("\(outcome)")
                    continue
                }
            }
            guard case .withheld? = await names.broker.publish([names.message(2, name: Self.other)]).first else {
                Issue.record("it was not withheld")
                return
            }
            try await node.tell("resume", names.queueName)
            while await !names.confirms(within: 1) { try await Task.sleep(for: .milliseconds(50)) }
            while await !names.confirms(name: Self.other, within: 1) { try await Task.sleep(for: .milliseconds(50)) }
        }
    }
}
