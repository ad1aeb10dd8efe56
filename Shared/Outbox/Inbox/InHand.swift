import Synchronization

/// The batches that are being worked on.
final class InHand: Sendable {
    private struct State {
        var last = 0
        var began: [Int: ContinuousClock.Instant] = [:]
        var finished = 0
    }

    private let state = Mutex(State())

    /// How long the oldest of them has been held.
    var longest: Duration { state.withLock { $0.began.values.min() }.map { .now - $0 } ?? .zero }

    /// How many were finished, well or not.
    var finished: Int { state.withLock { $0.finished } }

    /// Does `work` on a batch.
    func during<Value: Sendable>(_ work: () async -> Value) async -> Value {
        let number = state.withLock { state in
            state.last += 1
            state.began[state.last] = .now
            return state.last
        }
        defer {
            state.withLock { state in
                state.began[number] = nil
                state.finished += 1
            }
        }
        return await work()
    }
}
