import Foundation
import Logging
import Messaging
import Models
import ServiceLifecycle
import Synchronization
import Testing

struct ConsumingTests {
    @Test func oneLaneKeepsItsOrderWhileLanesGoSideBySide() async throws {
        try await PrivateNames.declared { names in
            _ = await names.broker.publish((0..<400).map { names.message($0, lane: "lane-\($0 % 8)") })
            let active = Mutex<[String: Int]>([:])
            let widest = Mutex(0)
            let taken = try await names.take(400, from: names.queueName) { delivery in
                let lane = delivery.lane ?? ""
                let (mine, lanes) = active.withLock { active in
                    active[lane, default: 0] += 1
                    return (active[lane] ?? 0, active.values.count { $0 > 0 })
                }
                #expect(mine == 1)
                widest.withLock { $0 = max($0, lanes) }
                await Task.yield()
                try? await Task.sleep(for: .milliseconds(1))
                active.withLock { $0[lane, default: 0] -= 1 }
                return .ack
            }
            for (_, deliveries) in Dictionary(grouping: taken, by: \.lane) {
                #expect(deliveries.map(\.number) == deliveries.map(\.number).sorted())
            }
            #expect(widest.withLock { $0 } > 1)
            // The last acknowledgements may still be on their way.
            while try await names.broker.depth(of: names.queueName).messages > 0 {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    @Test func noMoreThanThePrefetchIsTaken() async throws {
        try await PrivateNames.declared { names in
            _ = await names.broker.publish((0..<30).map { names.message($0) })
            let active = Mutex((now: 0, most: 0))
            _ = try await names.take(30, from: names.queueName, prefetch: 3) { _ in
                active.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                try? await Task.sleep(for: .milliseconds(2))
                active.withLock { $0.now -= 1 }
                return .ack
            }
            #expect(active.withLock { $0.most } <= 3)
        }
    }

    @Test func aRejectedMessageGoesToTheDeadQueueAndARequeuedOneComesAgain() async throws {
        try await PrivateNames.declared { names in
            _ = await names.broker.publish([names.message(1), names.message(2)])
            let taken = try await names.take(3, from: names.queueName) { delivery in
                if delivery.number == 1 { return .reject(requeue: false) }
                return delivery.redelivered ? .ack : .reject(requeue: true)
            }
            let second = taken.filter { $0.number == 2 }
            #expect(second.map(\.redelivered) == [false, true])
            #expect(second.map(\.deliveryCount) == [0, 1])
            let dead = try #require(try await names.take(1, from: names.deadName).first)
            #expect(dead.number == 1)
            #expect(dead.headers["x-first-death-reason"]?.string == "rejected")
            let depth = try await names.broker.depth(of: names.queueName).messages
            #expect(depth == 0)
        }
    }

    @Test func whatACancelledConsumerDidNotFinishComesAgain() async throws {
        try await PrivateNames.declared { names in
            _ = await names.broker.publish([names.message(1)])
            _ = try await names.take(1, from: names.queueName) { _ in .reject(requeue: true) }
            let taken = try await names.take(1, from: names.queueName).first?.redelivered
            #expect(taken == true)
        }
    }

    @Test func gracefulShutdownFinishesWhatWasTakenAndLeavesTheRest() async throws {
        try await PrivateNames.declared { names in
            _ = await names.broker.publish((0..<50).map { names.message($0) })
            let counts = Mutex((started: 0, finished: 0))
            let (started, first) = AsyncStream<Void>.makeStream()
            let consumer = Consumer(broker: names.broker, queue: names.queueName) { _ in
                counts.withLock { $0.started += 1 }
                first.yield()
                try? await Task.sleep(for: .milliseconds(100))
                counts.withLock { $0.finished += 1 }
                return .ack
            }
            let group = ServiceGroup(services: [consumer], logger: Logger(label: "test"))
            try await withThrowingTaskGroup { tasks in
                tasks.addTask { try await group.run() }
                for await _ in started { break }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            let (begun, ended) = counts.withLock { $0 }
            #expect(begun == ended)
            #expect(begun >= 1 && begun < 50)
            let depth = try await names.broker.depth(of: names.queueName).messages
            #expect(depth == 50 - ended)
        }
    }

    @Test func aQueueThatIsNotThereYetIsWaitedFor() async throws {
        let names = try PrivateNames()
        let taking = Task { try await names.take(1, from: names.queueName) }
        try await names.broker.declare(names.topology, prefix: names.prefix)
        #expect(await names.broker.publish([names.message(5)]) == [.confirmed])
        let taken = try await taking.value.map(\.number)
        #expect(taken == [5])
        await names.broker.close()
        try await names.delete()
    }

    private struct Consumer: Service {
        let broker: Broker
        let queue: String
        let handle: @Sendable (Delivery) async -> Disposition

        func run() async throws {
            try await broker.consume(queue, prefetch: 10, handle: handle)
        }
    }
}
