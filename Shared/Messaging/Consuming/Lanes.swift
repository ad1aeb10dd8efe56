import Synchronization

/// What may be handled now and what waits for another of its lane. Lanes go side by side, one lane's deliveries one after another.
final class Lanes: Sendable {
    fileprivate struct State {
        var ready = Queue<Received>()
        /// What waits, by lane; a lane that is being handled has an entry, if only an empty one.
        var waiting: [String: Queue<Received>] = [:]
    }

    private let state = Mutex(State())

    /// Takes up what was delivered, in order.
    func admit(_ deliveries: [Received]) {
        state.withLock { state in
            for received in deliveries { state.admit(received) }
        }
    }

    /// Whether there is something for one more worker.
    var hasWork: Bool { state.withLock { !$0.ready.isEmpty } }

    /// What a worker does next, after what it has done: first the same lane. Nil when there is nothing for it.
    func next(after done: Received? = nil) -> Received? {
        state.withLock { state in
            if let lane = done?.delivery.lane {
                if let next = state.waiting[lane]?.popFirst() { return next }
                state.waiting[lane] = nil
            }
            return state.ready.popFirst()
        }
    }
}

extension Lanes.State {
    fileprivate mutating func admit(_ received: Received) {
        guard let lane = received.delivery.lane else { return ready.append(received) }
        if waiting[lane]?.append(received) == nil {
            waiting[lane] = Queue()
            ready.append(received)
        }
    }
}
