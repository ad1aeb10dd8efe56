import Testing

@testable import Messaging

/// rabbitmq-c sends heartbeats only inside its waiting calls; ours go out by the connection's thread.
struct HeartbeatTests {
    @Test func heartbeatsGoOutWhileNothingElseDoes() async throws {
        let address = try PrivateNames.address()
        let line = try Line(to: address)
        let broker = try PrivateNames.broker(url: line.url(address), heartbeat: .seconds(1))
        let running = Task { try await broker.run() }
        try await until { broker.isConnected }
        // RabbitMQ gives up a client that is silent for two or three intervals.
        try await Task.sleep(for: .seconds(5))
        #expect(broker.isConnected)
        #expect(line.accepted == 2)
        running.cancel()
        _ = await running.result
        line.close()
    }

    /// RabbitMQ sends no heartbeat where it has sent anything else, and answers are read inside the library's calls.
    @Test func answersAreSignsOfLifeToo() async throws {
        let address = try PrivateNames.address()
        let line = try Line(to: address)
        let broker = try PrivateNames.broker(url: line.url(address), heartbeat: .seconds(1))
        let names = try PrivateNames()
        try await broker.declare(names.topology, prefix: names.prefix)
        let end = ContinuousClock.now + .seconds(5)
        while .now < end {
            _ = try await broker.depth(of: names.queueName)
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(line.accepted == 1)
        await broker.close()
        try await names.delete()
        line.close()
    }

    @Test func aSilentPeerIsNoticedThoughNothingIsClosed() async throws {
        let address = try PrivateNames.address()
        let line = try Line(to: address)
        let broker = try PrivateNames.broker(url: line.url(address), heartbeat: .seconds(1))
        let running = Task { try await broker.run() }
        try await until { broker.isConnected }
        line.freeze()
        try await until { !broker.isConnected }
        line.thaw()
        try await until { broker.isConnected }
        running.cancel()
        _ = await running.result
        line.close()
    }

    /// Without `amqp_set_rpc_timeout` it would wait for ever.
    @Test func aCallThatIsNeverAnsweredEnds() async throws {
        let address = try PrivateNames.address()
        let line = try Line(to: address)
        let broker = try PrivateNames.broker(url: line.url(address))
        let error = await #expect(throws: BrokerError.self) { try await broker.depth(of: "no.such.queue") }
        #expect(error?.kind == .notFound)
        line.freeze()
        await #expect(throws: BrokerError.self) { try await broker.depth(of: "no.such.queue") }
        line.close()
        await broker.close()
    }

    @Test func oneIsDueAfterHalfTheIntervalAndSilenceLastsTwoOfThem() {
        let start = ContinuousClock.now
        var heartbeat = Heartbeat(seconds: 10, now: start)
        let due = [4, 5, 6].map { heartbeat.isDue(at: start + .seconds($0)) }
        #expect(due == [false, true, false])
        #expect(heartbeat.wait(at: start + .seconds(6)) == .seconds(4))
        #expect(heartbeat.silence(at: start + .seconds(20)) == nil)
        #expect(heartbeat.silence(at: start + .seconds(21)) == .seconds(21))
        heartbeat.hear(at: start + .seconds(15))
        #expect(heartbeat.silence(at: start + .seconds(21)) == nil)
        #expect(Heartbeat(seconds: 0, now: start).silence(at: start + .seconds(999)) == nil)
    }
}
