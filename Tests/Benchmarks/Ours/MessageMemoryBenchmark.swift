import Messaging

/// Publishes and consumes `count` messages at the same time: the memory after a quarter of them, and at the end.
struct MessageMemoryBenchmark {
    private static let share = 250
    /// No more than so many wait in the queue: the broker's memory is not what is measured.
    private static let backlog = 20_000

    let count: Int

    init(_ words: Words) throws {
        count = try words.integer("count", otherwise: 2_000_000)
    }

    func run() async throws -> Report {
        let broker = try Words.broker()
        let (quarter, all) = (Counter(wanted: count / 4), Counter(wanted: count))
        let measurement = Measurement()
        let consuming = Task {
            try await broker.consume(BenchmarkQueue.name, prefetch: 1_000) { delivery in
                quarter.take(delivery)
                all.take(delivery)
                return .ack
            }
        }
        let publishing = Task { try await publish(on: broker, behind: all) }
        try await quarter.done(within: .seconds(600))
        let early = try ProcessFigures.residentMemory()
        try await publishing.value
        try await all.done(within: .seconds(600))
        let late = try ProcessFigures.residentMemory()
        consuming.cancel()
        _ = await consuming.result
        await broker.close()
        return try measurement.report(count: count, more: ["quarter_rss_kb": early, "end_rss_kb": late, "growth": late / early])
    }

    private func publish(on broker: Broker, behind consumed: Counter) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for part in 0..<4 {
                let calls = count / Self.share / 4 + (part < count / Self.share % 4 ? 1 : 0)
                group.addTask {
                    for call in 0..<calls {
                        while call * 4 * Self.share - consumed.count > Self.backlog { try await Task.sleep(for: .milliseconds(5)) }
                        try await broker.publishConfirmed(Self.share)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
