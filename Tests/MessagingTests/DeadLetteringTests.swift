import Foundation
import Glibc
import Models
import TestKit
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(1))) struct DeadLetteringTests {
    /// What has waited in a retry queue moves on inside the broker: should it die before the other queue has it, nothing may be forgotten.
    @Test func whatMovesOnFromARetryQueueSurvivesTheDeathOfTheBroker() async throws {
        try await PrivateBroker.run { server in
            let names = try PrivateNames(url: server.url)
            try await names.broker.declare(names.topology, prefix: names.prefix)
            let queue = names.queue.prefixed(names.prefix)
            let waiting = queue.retry(Topology.retryTiers[0])
            let outcomes = await names.broker.publish(
                (0..<100).map { names.message($0, exchange: queue.retryExchange, routingKey: waiting) })
            #expect(outcomes.allSatisfy { $0.isConfirmed })
            let process = try await server.node.process()
            // The queue hears nothing any more, until the broker is there again.
            try await server.node.tell("suspend", names.queueName)
            while try await names.broker.depth(of: waiting).messages > 0 { try await Task.sleep(for: .milliseconds(20)) }
            kill(process, SIGKILL)
            var numbers: Set<Int> = []
            _ = try await names.take(from: names.queueName) { taken in
                if let last = taken.last?.number { numbers.insert(last) }
                return numbers.count == 100
            }
            #expect(numbers == Set(0..<100))
            await names.broker.close()
        }
    }
}
