import Messaging
import Models
import Testing

struct TopologyTests {
    @Test func declaringAgainChangesNothing() async throws {
        try await PrivateNames.declared { names in
            _ = await names.broker.publish([names.message()])
            try await names.broker.declare(names.topology, prefix: names.prefix)
            let depth = try await names.broker.depth(of: names.queueName)
            #expect(depth == QueueDepth(messages: 1, consumers: 0))
        }
    }

    @Test func eachRetryQueueIsReachedThroughTheOwnersExchange() async throws {
        try await PrivateNames.declared { names in
            for tier in Topology.retryTiers {
                let queue = names.prefix + names.queue.retry(tier)
                var message = names.message(exchange: "\(names.prefix)intake.retry")
                message.routingKey = queue
                #expect(await names.broker.publish([message]) == [.confirmed])
                let depth = try await names.broker.depth(of: queue).messages
                #expect(depth == 1)
            }
            var replayed = names.message(9, exchange: "\(names.prefix)intake.retry")
            replayed.routingKey = names.queueName
            #expect(await names.broker.publish([replayed]) == [.confirmed])
            let taken = try await names.take(1, from: names.queueName).map(\.number)
            #expect(taken == [9])
        }
    }

    @Test func aMessageComesBackFromTheFirstRetryQueue() async throws {
        try await PrivateNames.declared { names in
            let tier = try #require(Topology.retryTiers.first)
            var message = names.message(3, exchange: "\(names.prefix)intake.retry")
            message.routingKey = names.prefix + names.queue.retry(tier)
            message.headers["attempt"] = 2
            #expect(await names.broker.publish([message]) == [.confirmed])
            let back = try #require(try await names.take(1, from: names.queueName).first)
            #expect(back.id == message.id)
            #expect(back.headers["attempt"] == 2)
        }
    }

    @Test func aQueueThatIsNotThereIsAnErrorThatSaysSo() async throws {
        let broker = try PrivateNames.broker()
        let error = await #expect(throws: BrokerError.self) { try await broker.depth(of: "no.such.queue") }
        #expect(error?.kind == .notFound)
        #expect(error?.isRetriable == false)
        #expect(error?.message.contains("no.such.queue") == true)
        await broker.close()
    }

    @Test func aWrongPasswordIsToldAtOnce() async throws {
        let place = try self.place()
        let broker = try PrivateNames.broker(url: "amqp://nobody:wrong@\(place)/")
        let error = await #expect(throws: BrokerError.self) { try await broker.depth(of: "any") }
        #expect(error?.kind == .accessRefused)
        await broker.close()
    }

    private func place() throws -> String {
        let host = try #require(try PrivateNames.address().hosts.first)
        return "\(host.name):\(host.port)"
    }
}
