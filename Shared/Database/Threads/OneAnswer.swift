import Synchronization

/// A value that several may give, and the first does; one waits for it.
final class OneAnswer<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(UnsafeContinuation<Value, any Error>)
        case given(Result<Value, any Error>)
        case taken
    }

    private let state = Mutex(State.open)
    private let discard: @Sendable (Value) -> Void

    /// - Parameter discard: what to do with a value that came too late.
    init(discard: @escaping @Sendable (Value) -> Void) {
        self.discard = discard
    }

    func give(_ result: Result<Value, any Error>) {
        let (waiting, isLate) = state.withLock { state -> (UnsafeContinuation<Value, any Error>?, Bool) in
            switch state {
            case .open:
                state = .given(result)
                return (nil, false)
            case .awaited(let continuation):
                state = .taken
                return (continuation, false)
            case .given, .taken: return (nil, true)
            }
        }
        waiting?.resume(with: result)
        if isLate, case .success(let value) = result { discard(value) }
    }

    /// To be asked for once.
    var value: Value {
        get async throws {
            try await withUnsafeThrowingContinuation { continuation in
                let given = state.withLock { state -> Result<Value, any Error>? in
                    guard case .given(let result) = state else {
                        state = .awaited(continuation)
                        return nil
                    }
                    state = .taken
                    return result
                }
                if let given { continuation.resume(with: given) }
            }
        }
    }
}
