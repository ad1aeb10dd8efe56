import Messaging

/// 600-byte persistent, mandatory messages with confirms to a quorum queue, at most `window` of them unconfirmed.
///
/// The window is shared by `callers` at once (four, where it is that large), each with its part in one call of `publish`: while one part is
/// being confirmed the others are under way, as when several shards of a relay send. With `near=1` the callers run on the connection's own thread
/// (`Broker.publishing`), so that no other thread is woken between a confirm and the next message.
struct PublishBenchmark {
    let callers: Int
    let share: Int
    let duration: Duration
    let isNear: Bool

    init(_ words: Words) throws {
        let window = try words.integer("window", otherwise: 100)
        callers = try words.integer("callers", otherwise: min(4, window))
        share = window / callers
        duration = try words.duration()
        isNear = try words.integer("near", otherwise: 0) == 1
        guard share > 0, share * callers == window else { throw BenchmarkError("\(callers) callers cannot share a window of \(window)") }
    }

    func run() async throws -> Report {
        let broker = try Words.broker()
        let report = try await withTaskExecutorPreference(isNear ? broker.publishing : nil) {
            try await Load(callers: callers, duration: duration).measure(Publishing(broker: broker, share: share))
        }
        await broker.close()
        return report
    }

    private struct Publishing: Work {
        let broker: Broker
        let share: Int

        func once(_ caller: Int) async throws -> Int {
            try await broker.publishConfirmed(share)
            return share
        }
    }
}
