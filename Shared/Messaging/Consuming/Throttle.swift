import Synchronization

/// Lets a running consumer go on with one message at a time, and later as before: for probing after repeated failures.
///
/// While it is narrow, one message is being handled in all, whatever the number of workers; what else was delivered is held. Mind that
/// RabbitMQ takes away the channel of a consumer that has held a message for 30 minutes; what it held then comes again.
package final class Throttle: Sendable {
    fileprivate struct State {
        var isNarrow = false
        /// Batches that are being handled.
        var active = 0
        var waiters = Queue<Waiter>()
    }

    fileprivate final class Waiter: Sendable {
        let continuation: CheckedContinuation<Void, Never>

        init(_ continuation: CheckedContinuation<Void, Never>) {
            self.continuation = continuation
        }
    }

    private let state = Mutex(State())

    package init() {}

    /// Whether one message goes at a time.
    package var isNarrow: Bool { state.withLock { $0.isNarrow } }

    /// From now on one message at a time; what is being handled already is finished first.
    package func narrow() {
        state.withLock { $0.isNarrow = true }
    }

    /// As many at a time as the consumer was made for.
    package func widen() {
        wake { state in
            state.isNarrow = false
            return true
        }
    }

    /// Waits for its turn; how many of `count` may be handled now, 0 when the task was cancelled. ``leave()`` follows, but after a 0.
    func enter(_ count: Int) async -> Int {
        while !Task.isCancelled {
            if let granted = state.withLock({ $0.grant(count) }) { return granted }
            await turn()
        }
        return 0
    }

    func leave() {
        wake { state in
            state.active -= 1
            return state.active == 0
        }
    }

    private func turn() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goOn = state.withLock { state in
                    if !state.isNarrow || state.active == 0 || Task.isCancelled { return true }
                    state.waiters.append(Waiter(continuation))
                    return false
                }
                if goOn { continuation.resume() }
            }
        } onCancel: {
            wake { _ in true }
        }
    }

    /// Everybody who waits looks again, if `change` says so; seldom and few, so that no more is needed.
    private func wake(_ change: (inout State) -> Bool) {
        let waiters = state.withLock { state in
            var woken: [Waiter] = []
            guard change(&state) else { return woken }
            while let waiter = state.waiters.popFirst() { woken.append(waiter) }
            return woken
        }
        for waiter in waiters { waiter.continuation.resume() }
    }
}

extension Throttle.State {
    fileprivate mutating func grant(_ count: Int) -> Int? {
        if isNarrow, active > 0 { return nil }
        active += 1
        return isNarrow ? 1 : count
    }
}
