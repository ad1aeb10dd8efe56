import Foundation
import Glibc
import Messaging
import Models
import Synchronization
import TestKit
import Testing

/// What one has to know of rabbitmq-c 0.11 and RabbitMQ 3.10, each as the behaviour that shows it is seen to. More of them by name:
/// `aBodyOfWholeFramesIsNotHeldBack`, `whatNobodyWantsComesBack` (an unroutable message is confirmed: only `mandatory` shows it),
/// `heartbeatsGoOutWhileNothingElseDoes`, `aCallThatIsNeverAnsweredEnds`, `aBlockedBrokerHoldsBackPublishingAndNotAcknowledging` (the
/// variadic login announces `connection.blocked`; two connections a service), `callersSideBySideEachGetTheirOwnOutcomes` (one connection
/// belongs to one thread), `aRetryTierDoesNotWaitBehindALongerOne`, `whatTheBrokerGivesUpOnIsParked` (a quorum queue's limit of 20 deliveries),
/// `nothingNotifies` (`NOTIFY` takes a lock of the whole PostgreSQL cluster at each commit).
struct TrapTests {
    /// A broker whose words nobody reads stops reading ours: every message here comes back whole.
    @Test func whatComesInIsDrainedWhileMuchIsPublished() async throws {
        try await PrivateNames.declared { names in
            let outcomes = await names.broker.publish((0..<1_500).map { names.message($0, name: PrivateNames.unbound, size: 20_000) })
            #expect(outcomes.count == 1_500)
            #expect(outcomes.allSatisfy { $0 == .returned("NO_ROUTE (312)") })
        }
    }

    /// `amqp_consume_message` puts other frames back, and a loop around it spins.
    @Test func anIdleConsumerDoesNotSpin() async throws {
        try await PrivateNames.declared { names in
            let broker = try PrivateNames.broker(clientName: "idle")
            let consuming = Task { try await broker.consume(names.queueName, prefetch: 10) { _ in .ack } }
            while try await names.broker.depth(of: names.queueName).consumers == 0 { try await Task.sleep(for: .milliseconds(20)) }
            // A frame that is no delivery, on the same connection.
            _ = try await broker.depth(of: names.queueName)
            let before = try Self.ticks(ofThread: "idle consumer")
            try await Task.sleep(for: .seconds(2))
            #expect(try Self.ticks(ofThread: "idle consumer") - before <= 5)
            consuming.cancel()
            _ = await consuming.result
            await broker.close()
        }
    }

    /// There is no `amqp_publisher_confirm_wait`: the acks are read by ourselves. What no queue takes is confirmed at once, ahead of what
    /// a quorum queue still writes, and one ack may stand for many.
    @Test func confirmsOutOfOrderAndForManyReachTheirMessages() async throws {
        try await PrivateNames.declared { names in
            let messages = (0..<2_000).map { names.message($0, name: $0.isMultiple(of: 3) ? PrivateNames.unbound : PrivateNames.bound) }
            let outcomes = await names.broker.publish(messages)
            for (number, outcome) in outcomes.enumerated() {
                #expect(outcome == (number.isMultiple(of: 3) ? .returned("NO_ROUTE (312)") : .confirmed))
            }
            let taken = try await names.take(1_333, from: names.queueName)
            #expect(taken.allSatisfy { !$0.number.isMultiple(of: 3) })
        }
    }

    @Test func aFullQueueThatRefusesIsToldAsNack() async throws {
        try await PrivateNames.declared { names in
            let node = try BrokerNode(of: PrivateNames.address())
            let policy = "full-\(names.prefix)"
            let virtualHost = try PrivateNames.address().virtualHost
            try await node.control(
                "set_policy", "-p", virtualHost, "--apply-to", "queues", policy, "^\(names.queueName)$",
                #"{"max-length":3,"overflow":"reject-publish"}"#)
            var nacked = false
            for _ in 0..<200 where !nacked {
                nacked = await names.broker.publish((0..<10).map { names.message($0) }).contains(.nacked)
            }
            #expect(nacked)
            try await node.control("clear_policy", "-p", virtualHost, policy)
        }
    }

    /// `consumer_cancel_notify`, announced at login: without it a consumer would wait for ever on a queue that is no more.
    @Test func aConsumerWhoseQueueWasDeletedGoesOnWhenItIsThereAgain() async throws {
        try await PrivateNames.declared { names in
            let seen = Mutex<[Int]>([])
            let consuming = Task {
                try await names.broker.consume(names.queueName, prefetch: 10) { delivery in
                    seen.withLock { $0.append(delivery.number) }
                    return .ack
                }
            }
            _ = await names.broker.publish([names.message(1)])
            try await until { seen.withLock { $0 == [1] } }
            try await names.broker.delete(names.topology, prefix: names.prefix)
            // Until RabbitMQ has told the consumer. Where the queue is there again before, 3.10 moves the consumer over by itself, and now and then
            // (3 of about 100 trials) loses it without a word.
            try await Task.sleep(for: .seconds(1))
            try await names.broker.declare(names.topology, prefix: names.prefix)
            #expect(await names.broker.publish([names.message(2)]) == [.confirmed])
            try await until { seen.withLock { $0 == [1, 2] } }
            consuming.cancel()
            _ = await consuming.result
        }
    }

    /// RabbitMQ takes the channel of who holds a delivery for too long (406), and gives what lay on it to others.
    @Test func aConsumerThatHeldADeliveryForTooLongConsumesAgain() async throws {
        try await PrivateBroker.run { server in
            try await server.node.control(
                "eval", "application:set_env(rabbit, consumer_timeout, 500), application:set_env(rabbit, channel_tick_interval, 100).")
            let noted = NotedMetrics()
            let names = try PrivateNames(url: server.url, metrics: noted)
            try await names.broker.declare(names.topology, prefix: names.prefix)
            #expect(await names.broker.publish([names.message(1)]) == [.confirmed])
            let seen = Mutex<[Bool]>([])
            _ = try await names.take(2, from: names.queueName) { delivery in
                let times = seen.withLock { seen in
                    seen.append(delivery.redelivered)
                    return seen.count
                }
                // It is held until it comes again.
                if times == 1 { try? await until { seen.withLock { $0.count > 1 } } }
                return .ack
            }
            #expect(seen.withLock { $0 } == [false, true])
            try await names.untilEmpty()
            #expect(noted.values["caunoi_messaging_reconnections connection=consumer"] == nil)
            await names.broker.close()
        }
    }

    /// RabbitMQ can lose a consumer without a word: the channel is up, heartbeats come, and messages lie in the queue.
    @Test func aConsumerThatTheBrokerLostSilentlyConsumesAgain() async throws {
        try await PrivateNames.declared { names in
            let listening = try PrivateNames.broker(clientName: "watched", consumerWatch: .milliseconds(200))
            let seen = Mutex<[Int]>([])
            let consuming = Task {
                try await listening.consume(names.queueName, prefetch: 10) { delivery in
                    seen.withLock { $0.append(delivery.number) }
                    return .ack
                }
            }
            _ = await names.broker.publish([names.message(1)])
            try await until { seen.withLock { $0 == [1] } }
            try await loseConsumers(of: names.queueName)
            #expect(await names.broker.publish([names.message(2)]) == [.confirmed])
            try await until { seen.withLock { $0 == [1, 2] } }
            consuming.cancel()
            _ = await consuming.result
            await listening.close()
        }
    }

    /// Has the queue's own state machine forget its consumers, of which it tells nobody.
    private func loseConsumers(of queue: String) async throws {
        let address = try PrivateNames.address()
        let lost = try await BrokerNode(of: address).control(
            "eval",
            """
            {ok, Queue} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"\(address.virtualHost)">>, queue, <<"\(queue)">>)),
            Consumers = rabbit_amqqueue:consumers(Queue),
            [{ok, _, _} = ra:process_command(amqqueue:get_pid(Queue), rabbit_fifo:make_checkout({element(2, C), element(1, C)}, cancel, #{}))
                || C <- Consumers],
            length(Consumers).
            """)
        #expect(lost.trimmingCharacters(in: .whitespacesAndNewlines) == "1")
    }

    /// `amqp_release_buffers` aborts the process when frames of a delivery lie in the library's queue, as they do after a call.
    @Test func questionsAmongDeliveriesDisturbNeither() async throws {
        try await PrivateNames.declared { names in
            _ = await names.broker.publish((0..<3_000).map { names.message($0, lane: "one") })
            let asking = Task { [broker = names.broker, queue = names.queueName] in
                var answers = 0
                while !Task.isCancelled {
                    _ = try await broker.depth(of: queue)
                    answers += 1
                }
                return answers
            }
            let taken = try await names.take(3_000, from: names.queueName, prefetch: 500)
            asking.cancel()
            #expect(taken.map(\.number) == Array(0..<3_000))
            if case .success(let answers) = await asking.result { #expect(answers > 0) }
        }
    }

    /// Times to live of single messages would block behind the head of one queue (RabbitMQ 3.10).
    @Test func aRetryTierDoesNotWaitBehindALongerOne() async throws {
        try await PrivateNames.declared { names in
            let long = try #require(Topology.retryTiers.last)
            let short = try #require(Topology.retryTiers.first)
            for (number, tier) in [(1, long), (2, short)] {
                var message = names.message(number, exchange: "\(names.prefix)intake.retry")
                message.routingKey = names.prefix + names.queue.retry(tier)
                #expect(await names.broker.publish([message]) == [.confirmed])
            }
            let back = try await names.take(1, from: names.queueName).map(\.number)
            #expect(back == [2])
        }
    }

    /// User and system time of a thread of this process (fields 14 and 15 of stat(5)), in hundredths of a second.
    private static func ticks(ofThread name: String) throws -> Int {
        for thread in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task") {
            guard let stat = try? String(contentsOfFile: "/proc/self/task/\(thread)/stat", encoding: .utf8),
                stat.contains("(\(name))"), let bracket = stat.lastIndex(of: ")")
            else { continue }
            let fields = stat[bracket...].split(separator: " ")
            return (Int(fields[12]) ?? 0) + (Int(fields[13]) ?? 0)
        }
        throw BrokerError(.notFound, "no thread is called \(name)")
    }
}
