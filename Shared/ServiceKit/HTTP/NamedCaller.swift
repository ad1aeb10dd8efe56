import Synchronization

/// Who a request turned out to come from, for the outermost layer, which logs also what was refused.
package final class NamedCaller: Sendable {
    private let state = Mutex<String?>(nil)

    /// Nil as long as nobody is known.
    var subject: String? { state.withLock { $0 } }

    func name(_ subject: String) {
        state.withLock { $0 = subject }
    }
}
