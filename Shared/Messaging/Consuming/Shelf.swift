import Synchronization

/// Where deliveries lie until they are taken: filled by the connection's thread, emptied by one task. First in, first out.
final class Shelf: Sendable {
    fileprivate struct State {
        var waiting: [Received] = []
        /// Index of the first one that was not taken.
        var head = 0
        var end: Result<Void, BrokerError>?
        var taker: CheckedContinuation<Void, Never>?
    }

    // Unbounded in name only: the broker never sends more than the prefetch ahead.
    private let state = Mutex(State())

    func put(_ deliveries: [Received]) {
        let taker = state.withLock { state in
            if state.waiting.isEmpty { state.waiting = deliveries } else { state.waiting.append(contentsOf: deliveries) }
            return state.taker.take()
        }
        taker?.resume()
    }

    /// No more will come. The first end counts.
    func finish(_ end: Result<Void, BrokerError>) {
        let taker = state.withLock { state in
            state.end = state.end ?? end
            return state.taker.take()
        }
        taker?.resume()
    }

    /// What has come, in order, at most `limit`; waits while there is nothing. Nil when no more will come, or the task was cancelled.
    func takeSome(atMost limit: Int = .max) async throws -> [Received]? {
        while !Task.isCancelled {
            let (taken, end) = state.withLock { ($0.take(atMost: limit), $0.end) }
            if !taken.isEmpty { return taken }
            if let end {
                try end.get()
                return nil
            }
            await somethingCame()
        }
        return nil
    }

    private func somethingCame() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goOn = state.withLock { state in
                    // Looked at under the lock: a cancellation after this finds the taker.
                    if !state.waiting.isEmpty || state.end != nil || Task.isCancelled { return true }
                    state.taker = continuation
                    return false
                }
                if goOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.taker.take() }?.resume()
        }
    }
}

extension Shelf.State {
    fileprivate mutating func take(atMost limit: Int) -> [Received] {
        guard head < waiting.count else { return [] }
        if head == 0, waiting.count <= limit {
            let all = waiting
            waiting = []
            return all
        }
        let end = head + min(waiting.count - head, max(1, limit))
        let taken = Array(waiting[head..<end])
        head = end
        if head == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            head = 0
        } else {
            waiting.dropTaken(before: &head)
        }
        return taken
    }
}
