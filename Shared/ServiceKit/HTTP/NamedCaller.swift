import Synchronization

/// Who a request turned out to come from, for the layers outside of the one that finds out: what was refused is logged under their name, and shown to them
/// as to somebody who is signed in.
package final class NamedCaller: Sendable {
    private struct State {
        var identity: Identity?
        var problem: String?
    }

    private let state = Mutex(State())

    /// Nil as long as nobody is known.
    var identity: Identity? { state.withLock { $0.identity } }

    package func name(_ identity: Identity) {
        state.withLock { $0.identity = identity }
    }

    /// The type of the problem that was answered; nil where none was.
    var problem: String? { state.withLock { $0.problem } }

    func note(_ problem: Problem) {
        state.withLock { $0.problem = problem.type }
    }
}
