import Synchronization

/// What a listener has heard and nobody has read: so much and no more.
final class Mailbox: Sendable {
    private struct State {
        var events: [ChannelEvent] = []
        var reader: UnsafeContinuation<ChannelEvent?, Never>?
    }

    /// Events kept for who reads late.
    static let limit = 1_000

    private let state = Mutex(State())

    func put(_ event: ChannelEvent) {
        let reader = state.withLock { state -> UnsafeContinuation<ChannelEvent?, Never>? in
            if let reader = state.reader {
                state.reader = nil
                return reader
            }
            if state.events.count >= Self.limit { state.events = [.mayHaveMissed] }
            state.events.append(event)
            return nil
        }
        reader?.resume(returning: event)
    }

    /// Nil when the task is cancelled.
    func next() async -> ChannelEvent? {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let (isOver, event) = state.withLock { state -> (Bool, ChannelEvent?) in
                    if Task.isCancelled { return (true, nil) }
                    guard state.events.isEmpty else { return (true, state.events.removeFirst()) }
                    state.reader = continuation
                    return (false, nil)
                }
                if isOver { continuation.resume(returning: event) }
            }
        } onCancel: {
            let reader = state.withLock { state in
                defer { state.reader = nil }
                return state.reader
            }
            reader?.resume(returning: nil)
        }
    }
}
