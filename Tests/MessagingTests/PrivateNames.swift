import CoreMetrics
import Foundation
import Logging
import Messaging
import Models
import TestKit

/// An exchange and a queue of one test's own on the private broker, with everything that belongs to them.
struct PrivateNames {
    let prefix: String
    let broker: Broker
    /// Bound to ``bound``.
    let queue: Topology.Queue

    static let bound: MessageName = "test.happened.v1"
    static let unbound: MessageName = "test.unheard-of.v1"

    init(
        url: String = TestServers.brokerURL, patience: Duration = .seconds(30), heartbeat: Duration = .seconds(15),
        metrics: any MetricsFactory = MetricsSystem.factory
    ) throws {
        prefix = "test-\(UUID().uuidString.prefix(8).lowercased())."
        queue = Topology.Queue(name: "intake.events", owner: .intake, bindings: [Self.bound])
        broker = try Self.broker(url: url, patience: patience, heartbeat: heartbeat, metrics: metrics)
    }

    static func broker(
        url: String = TestServers.brokerURL, clientName: String = "test", patience: Duration = .seconds(30),
        heartbeat: Duration = .seconds(15), consumerWatch: Duration = .seconds(10), longestTurn: Duration = .seconds(30),
        pendingMessages: Int = 20_000,
        metrics: any MetricsFactory = MetricsSystem.factory
    ) throws -> Broker {
        Broker(
            address: try BrokerAddress(url: url), clientName: clientName, logger: Logger(label: "test"), patience: patience,
            heartbeat: heartbeat, consumerWatch: consumerWatch, longestTurn: longestTurn, pendingMessages: pendingMessages, metrics: metrics
        )
    }

    static func address() throws -> BrokerAddress { try BrokerAddress(url: TestServers.brokerURL) }

    /// Declares them, passes them on until `body` is done, and deletes them.
    static func declared(
        url: String = TestServers.brokerURL, patience: Duration = .seconds(30), heartbeat: Duration = .seconds(15),
        metrics: any MetricsFactory = MetricsSystem.factory, _ body: (PrivateNames) async throws -> Void
    ) async throws {
        let names = try PrivateNames(url: url, patience: patience, heartbeat: heartbeat, metrics: metrics)
        try await names.broker.declare(names.topology, prefix: names.prefix)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(names))
        } catch {
            result = .failure(error)
        }
        await names.broker.close()
        try await names.delete()
        try result.get()
    }

    /// Quorum queues hold files open at the broker: a run of tests must not leave hundreds behind.
    func delete() async throws {
        let broker = try Self.broker()
        try await broker.delete(topology, prefix: prefix)
        await broker.close()
    }

    var topology: Topology { Topology(queues: [queue]) }
    var queueName: String { prefix + queue.name }
    var deadName: String { prefix + queue.dead }

    func message(
        _ number: Int = 0, lane: String? = nil, name: MessageName = PrivateNames.bound, exchange: String? = nil,
        routingKey: String? = nil, size: Int = 600
    ) -> OutgoingMessage {
        var headers: [String: HeaderValue] = ["number": .int(Int64(number))]
        if let lane { headers["aggregate"] = .string(lane) }
        return OutgoingMessage(
            exchange: exchange ?? prefix + Topology.exchange, routingKey: routingKey ?? name.rawValue, id: UUID(), type: name.rawValue,
            timestamp: Date(timeIntervalSince1970: 1_800_000_000), headers: headers, body: Data(repeating: 0x7b, count: size))
    }

    /// Whether a message is confirmed, at the latest the last of `attempts` times that it is published.
    func confirms(_ number: Int = 0, name: MessageName = PrivateNames.bound, within attempts: Int) async -> Bool {
        for _ in 0..<attempts where await broker.publish([message(number, name: name)])[0].isConfirmed { return true }
        return false
    }

    /// Waits until nothing is left in the queue, at most a minute: the last acknowledgements may still be on their way.
    func untilEmpty() async throws {
        let end = ContinuousClock.now + .seconds(60)
        while case let left = try await broker.depth(of: queueName).messages, left > 0 {
            guard .now < end else { throw BrokerError(.timedOut, "\(left) messages stay in the queue") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// The first `count` deliveries of a queue, each settled as `settle` says. Throws when they have not come within two minutes.
    func take(
        _ count: Int, from queue: String, prefetch: Int = 100,
        settle: @Sendable @escaping (Delivery) async -> Disposition = { _ in .ack }
    ) async throws -> [Delivery] {
        try await take(from: queue, until: { $0.count == count }, prefetch: prefetch, settle: settle)
    }

    /// The deliveries of a queue until there are enough. Throws when there are not within two minutes.
    func take(
        from queue: String, until enough: ([Delivery]) -> Bool, prefetch: Int = 100,
        settle: @Sendable @escaping (Delivery) async -> Disposition = { _ in .ack }
    ) async throws -> [Delivery] {
        let (stream, continuation) = AsyncStream<Delivery>.makeStream()
        let consuming = Task { [broker] in
            defer { continuation.finish() }
            try await broker.consume(queue, prefetch: prefetch) { delivery in
                let disposition = await settle(delivery)
                continuation.yield(delivery)
                return disposition
            }
        }
        let limit = Task {
            try await Task.sleep(for: .seconds(120))
            continuation.finish()
        }
        defer { limit.cancel() }
        var taken: [Delivery] = []
        for await delivery in stream {
            taken.append(delivery)
            if enough(taken) { break }
        }
        consuming.cancel()
        if case .failure(let error) = await consuming.result, !(error is CancellationError) { throw error }
        guard enough(taken) else { throw BrokerError(.timedOut, "only \(taken.count) messages came") }
        return taken
    }
}

extension Delivery {
    /// The number the test gave the message.
    var number: Int { Int(headers["number"]?.int ?? -1) }
}
