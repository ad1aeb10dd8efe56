import Synchronization

/// Who a request turned out to come from, for the layers outside of the one that finds out: what was refused is logged under their name, and shown to them
/// as to somebody who is signed in.
package final class NamedCaller: Sendable {
    private let state = Mutex<Identity?>(nil)

    /// Nil as long as nobody is known.
    var identity: Identity? { state.withLock { $0 } }

    func name(_ identity: Identity) {
        state.withLock { $0 = identity }
    }
}
