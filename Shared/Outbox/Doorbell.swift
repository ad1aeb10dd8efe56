import Synchronization

/// Wakes one waiter in this process: work has been left for it. Ringing before anyone waits is remembered.
package final class Doorbell: Sendable {
    private struct State {
        var hasRung = false
        var wasNudged = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    package init() {}

    /// Wakes the waiter, or the next one to come.
    package func ring() {
        wake { $0.hasRung = true }
    }

    /// Wakes the waiter for something else than what the bell is for.
    func nudge() {
        wake { $0.wasNudged = true }
    }

    /// Returns when it rings, after `patience`, or when the task is cancelled.
    package func wait(atMost patience: Duration) async {
        let alarm = Task {
            try? await Task.sleep(for: patience)
            if !Task.isCancelled { nudge() }
        }
        _ = await wait()
        alarm.cancel()
    }

    /// Returns when it rings or is nudged, or when the task is cancelled: whether it has rung.
    func wait() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.hasRung || state.wasNudged || Task.isCancelled { return true }
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            nudge()
        }
        return state.withLock { state in
            defer { (state.hasRung, state.wasNudged) = (false, false) }
            return state.hasRung
        }
    }

    private func wake(_ note: (inout State) -> Void) {
        let waiter = state.withLock { state in
            note(&state)
            return state.waiter.take()
        }
        waiter?.resume()
    }
}
