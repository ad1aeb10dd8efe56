import Messaging
import Synchronization

/// Takes `count` messages that lie in the queue and acknowledges each: in batches in the queue's order, as the inbox does and the peers do;
/// or one by one (`batches=0`), each lane apart.
struct ConsumeBenchmark {
    let count: Int
    let prefetch: Int
    let takesBatches: Bool

    init(_ words: Words) throws {
        count = try words.integer("count", otherwise: 100_000)
        prefetch = try words.integer("prefetch", otherwise: 1_000)
        takesBatches = try words.integer("batches", otherwise: 1) == 1
    }

    func run() async throws -> Report {
        let broker = try Words.broker()
        // The connection is there before the clock starts, as it is in the peers.
        _ = try await broker.depth(of: BenchmarkQueue.name)
        let counter = Counter(wanted: count)
        let measurement = Measurement()
        let consuming = Task { try await consume(on: broker, counter) }
        try await counter.done(within: .seconds(120))
        let report = try measurement.report(count: count)
        consuming.cancel()
        _ = await consuming.result
        let left = try await broker.depth(of: BenchmarkQueue.name).messages
        guard left == 0 else { throw BenchmarkError("\(left) messages are still in the queue") }
        await broker.close()
        return report
    }

    private func consume(on broker: Broker, _ counter: Counter) async throws {
        guard takesBatches else {
            return try await broker.consume(BenchmarkQueue.name, prefetch: prefetch) { delivery in
                counter.take(delivery)
                return .ack
            }
        }
        try await broker.consume(BenchmarkQueue.name, prefetch: prefetch, workers: 1, atMost: prefetch / 4) { deliveries in
            for delivery in deliveries { counter.take(delivery) }
            return deliveries.map { _ in .ack }
        }
    }
}

/// Counts deliveries, and tells when they are as many as wanted.
final class Counter: Sendable {
    private let wanted: Int
    private let taken = Atomic<Int>(0)
    private let (finished, finish) = AsyncStream.makeStream(of: Void.self)

    init(wanted: Int) {
        self.wanted = wanted
    }

    var count: Int { taken.load(ordering: .relaxed) }

    /// Reads what every consumer needs: the id and the lane.
    func take(_ delivery: Delivery) {
        guard delivery.id != nil, delivery.lane != nil else { return }
        if taken.add(1, ordering: .relaxed).newValue == wanted { finish.finish() }
    }

    func done(within patience: Duration) async throws {
        let alarm = Task { [finish] in
            try await Task.sleep(for: patience)
            finish.finish()
        }
        for await _ in finished {}
        alarm.cancel()
        guard count >= wanted else { throw BenchmarkError("only \(count) of \(wanted) messages came") }
    }
}
