import Foundation
import Logging
import Messaging
import ServiceLifecycle
import Synchronization
import TestKit
import Testing

struct DrainTests {
    @Test func gracefulShutdownFinishesTheBatchesAndRedeliversNothing() async throws {
        try await PrivateNames.declared { names in
            _ = await names.broker.publish((0..<500).map { names.message($0, lane: "\($0 % 20)") })
            let handled = Mutex<Set<Int>>([])
            let (started, first) = AsyncStream<Void>.makeStream()
            let consumer = BatchConsumer(broker: names.broker, queue: names.queueName) { batch in
                first.yield()
                try? await Task.sleep(for: .milliseconds(5))
                handled.withLock { $0.formUnion(batch.map(\.number)) }
                return batch.map { _ in .ack }
            }
            let group = ServiceGroup(services: [consumer], logger: Logger(label: "test"))
            try await withThrowingTaskGroup { tasks in
                tasks.addTask { try await group.run() }
                for await _ in started { break }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            let done = handled.withLock { $0 }
            #expect(!done.isEmpty)
            let rest = done.count < 500 ? try await names.take(500 - done.count, from: names.queueName) : []
            // Nothing that was handled comes again. (What RabbitMQ was about to deliver when it was told to stop is marked as redelivered.)
            #expect(done.isDisjoint(with: rest.map(\.number)))
            #expect(Set(rest.map(\.number)).union(done) == Set(0..<500))
            try await names.untilEmpty()
        }
    }

    /// RabbitMQ loses the acknowledgements that a quorum queue has not taken in when the channel closes; here the queue is slow to.
    @Test func whatWasAcknowledgedBeforeACancellationDoesNotComeAgain() async throws {
        let node = try BrokerNode(of: try PrivateNames.address())
        try await PrivateNames.declared { names in
            #expect(await names.broker.publish((0..<400).map { names.message($0) }).allSatisfy(\.isConfirmed))
            let (delivered, arrival) = AsyncStream<Int>.makeStream()
            let consuming = Task {
                try await names.broker.consume(names.queueName, prefetch: 400) { delivery in
                    arrival.yield(delivery.number)
                    while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
                    // Every other one, so that each acknowledgement is one of its own.
                    return delivery.number.isMultiple(of: 2) ? .ack : .reject(requeue: true)
                }
            }
            var arrived = 0
            for await _ in delivered {
                arrived += 1
                if arrived == 400 { break }
            }
            try await node.tell("suspend", names.queueName)
            consuming.cancel()
            try await node.tell("resume", names.queueName)
            await #expect(throws: CancellationError.self) { try await consuming.value }
            let again = try await names.take(200, from: names.queueName).map(\.number)
            #expect(again.allSatisfy { !$0.isMultiple(of: 2) })
        }
    }

    /// Closing it once more would cost the connection (504), and all that is delivered over it.
    @Test func aChannelThatTheBrokerClosesWhileItDrainsIsNotClosedAgain() async throws {
        try await PrivateNames.declared { names in
            let noted = NotedMetrics()
            let broker = try PrivateNames.broker(clientName: "drained", metrics: noted)
            // Another consumer of the queue keeps the channel open for a while.
            let (held, arrival) = AsyncStream<Void>.makeStream()
            let bystander = Task {
                try await names.broker.consume(names.queueName, prefetch: 1) { _ in
                    arrival.yield()
                    while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
                    return .reject(requeue: true)
                }
            }
            #expect(await names.broker.publish([names.message(0)]) == [.confirmed])
            for await _ in held { break }
            let (taken, taking) = AsyncStream<Void>.makeStream()
            let consuming = Task {
                try await broker.consume(names.queueName, prefetch: 10) { _ in
                    taking.yield()
                    return .ack
                }
            }
            #expect(await names.broker.publish([names.message(1)]) == [.confirmed])
            for await _ in taken { break }
            try await closeTheChannelOfAConsumer("drained consumer", of: names.queueName)
            consuming.cancel()
            _ = await consuming.result
            // It was closed while it was there; and the connection would be made again before it answers.
            #expect(try await channelWasThere(of: names.queueName))
            for _ in 0..<2 { _ = try await broker.depth(of: names.queueName) }
            #expect(noted.values["caunoi_messaging_reconnections connection=consumer"] == nil)
            bystander.cancel()
            _ = await bystander.result
            await broker.close()
        }
    }

    /// Whether the channel was still open when the broker was told to close it.
    private func channelWasThere(of queue: String) async throws -> Bool {
        let node = try BrokerNode(of: try PrivateNames.address())
        while true {
            let answer = try await node.control("eval", "persistent_term:get(<<\"\(queue)\">>, waits).")
            if !answer.contains("waits") { return answer.contains("true") }
        }
    }

    /// Has the broker close the channel as soon as the consumer on it is cancelled, for a method that is not allowed.
    private func closeTheChannelOfAConsumer(_ tag: String, of queue: String) async throws {
        let address = try PrivateNames.address()
        try await BrokerNode(of: address).control(
            "eval",
            """
            {ok, Queue} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"\(address.virtualHost)">>, queue, <<"\(queue)">>)),
            [Channel] = [element(1, C) || C <- rabbit_amqqueue:consumers(Queue), element(2, C) == <<"\(tag)">>],
            Wait = fun(Again) ->
                case lists:keymember(Channel, 1, rabbit_amqqueue:consumers(Queue)) of
                    true -> timer:sleep(1), Again(Again);
                    false ->
                        persistent_term:put(<<"\(queue)">>, is_process_alive(Channel)),
                        rabbit_channel:do(Channel, {'basic.ack', 4711, false})
                end
            end,
            spawn(fun() -> Wait(Wait) end).
            """)
    }

    private struct BatchConsumer: Service {
        let broker: Broker
        let queue: String
        let handle: @Sendable ([Delivery]) async -> [Disposition]

        func run() async throws {
            try await broker.consume(queue, prefetch: 100, workers: 3, atMost: 25, handleBatch: handle)
        }
    }
}
