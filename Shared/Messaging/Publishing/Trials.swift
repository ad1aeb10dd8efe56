import Synchronization

/// The connections over which silent routes are tried. They are ended without a goodbye: a broker that reads nothing would not hear it.
final class Trials: Sendable {
    private struct State {
        var open: [ConnectionThread<PublisherRole>] = []
        var isClosed = false
    }

    private let state = Mutex(State())

    /// False when there is to be none any more.
    func begin(_ trial: ConnectionThread<PublisherRole>) -> Bool {
        state.withLock { state in
            if !state.isClosed { state.open.append(trial) }
            return !state.isClosed
        }
    }

    func end(_ trial: ConnectionThread<PublisherRole>) {
        state.withLock { $0.open.removeAll { $0 === trial } }
        trial.abort()
    }

    /// Ends all there are, for good.
    func close() {
        let open = state.withLock { state in
            state.isClosed = true
            defer { state.open = [] }
            return state.open
        }
        for trial in open { trial.abort() }
    }
}
