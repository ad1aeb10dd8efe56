import Synchronization

/// Which deliveries wait for another of their lane. Lanes go side by side, one lane's deliveries one after another.
final class Lanes: Sendable {
    /// What waits, by lane; a lane that is being handled has an entry, if only an empty one.
    private let waiting = Mutex<[String: Queue<Received>]>([:])

    /// True when the delivery can be handled now; else it waits for ``next(after:)``. Without a lane it never waits.
    func admit(_ received: Received) -> Bool {
        guard let lane = received.delivery.lane else { return true }
        return waiting.withLock { waiting in
            if waiting[lane] == nil {
                waiting[lane] = Queue()
                return true
            }
            waiting[lane]?.append(received)
            return false
        }
    }

    /// What comes after a delivery that was handled; nil when its lane is empty and free again.
    func next(after received: Received) -> Received? {
        guard let lane = received.delivery.lane else { return nil }
        return waiting.withLock { waiting in
            if let next = waiting[lane]?.popFirst() { return next }
            waiting[lane] = nil
            return nil
        }
    }
}
