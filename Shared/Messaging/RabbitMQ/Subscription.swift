import Synchronization

/// One call of `consume`, as both sides know it: the connection's thread puts deliveries in, the caller takes them out.
final class Subscription: Sendable {
    let queue: String
    let prefetch: UInt16
    /// Ends when no more will come: after a cancel, or with the error that makes going on pointless.
    let deliveries: AsyncThrowingStream<Received, any Error>
    private let continuation: AsyncThrowingStream<Received, any Error>.Continuation
    /// Counts the channels it had. What came over an earlier one can no longer be settled, and comes again.
    private let epoch = Atomic<Int>(0)

    init(queue: String, prefetch: Int) {
        self.queue = queue
        self.prefetch = UInt16(clamping: max(1, prefetch))
        // Unbounded in name only: the broker never sends more than `prefetch` ahead.
        (deliveries, continuation) = AsyncThrowingStream.makeStream()
    }

    func isCurrent(_ received: Received) -> Bool { received.epoch == epoch.load(ordering: .acquiring) }

    func yield(_ delivery: Delivery, tag: UInt64) {
        continuation.yield(Received(delivery: delivery, tag: tag, epoch: epoch.load(ordering: .relaxed)))
    }

    func channelIsGone() {
        epoch.add(1, ordering: .releasing)
    }

    func finish(throwing error: BrokerError? = nil) {
        continuation.finish(throwing: error)
    }
}

/// A delivery with what is needed to settle it.
struct Received: Sendable {
    let delivery: Delivery
    let tag: UInt64
    let epoch: Int
}
