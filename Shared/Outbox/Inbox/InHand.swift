import Messaging
import Synchronization

/// The batches that are being worked on.
final class InHand: Sendable {
    private struct State {
        var last = 0
        var began: [Int: ContinuousClock.Instant] = [:]
        var done = 0
        var idleSince: ContinuousClock.Instant? = .now
    }

    private let state = Mutex(State())

    /// How long the oldest of them has been held.
    var longest: Duration { state.withLock { $0.began.values.min() }.map { .now - $0 } ?? .zero }

    /// Since when there has been none; nil where there is one.
    var idleSince: ContinuousClock.Instant? { state.withLock { $0.idleSince } }

    /// How many there were of which a message is done with.
    var done: Int { state.withLock { $0.done } }

    /// Does `work` on a batch.
    func during(_ work: () async -> [Disposition]) async -> [Disposition] {
        let number = state.withLock { state in
            state.last += 1
            state.began[state.last] = .now
            state.idleSince = nil
            return state.last
        }
        let dispositions = await work()
        let isDone = dispositions.contains(.ack)
        state.withLock { state in
            state.began[number] = nil
            if state.began.isEmpty { state.idleSince = .now }
            if isDone { state.done += 1 }
        }
        return dispositions
    }
}
