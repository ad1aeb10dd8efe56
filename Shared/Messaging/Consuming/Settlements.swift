import Synchronization

/// What the workers have finished and the connection's thread has not heard of yet.
final class Settlements: Sendable {
    struct Settlement: Sendable {
        let tag: UInt64
        let epoch: Int
        let disposition: Disposition
    }

    private let noted = Mutex<[Settlement]>([])

    var isEmpty: Bool { noted.withLock { $0.isEmpty } }

    /// How many there are now.
    func note(_ received: Received, _ disposition: Disposition) -> Int {
        noted.withLock { noted in
            noted.append(Settlement(tag: received.tag, epoch: received.epoch, disposition: disposition))
            return noted.count
        }
    }

    /// All of them; `spare` is empty and keeps its memory for the next.
    func take(leaving spare: inout [Settlement]) {
        noted.withLock { swap(&$0, &spare) }
    }
}
