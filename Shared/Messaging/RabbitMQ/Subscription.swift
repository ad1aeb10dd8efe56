import Synchronization

/// One call of `consume`, as both sides know it: the connection's thread puts deliveries on the shelves, the caller's workers take them
/// and note what became of them.
final class Subscription: Sendable {
    let queue: String
    let prefetch: UInt16
    /// One a worker. They end when no more will come: after a cancel, or with the error that makes going on pointless.
    let shelves: [Shelf]
    let settlements = Settlements()
    /// Counts the channels it had. What came over an earlier one can no longer be settled, and comes again.
    private let epoch = Atomic<Int>(0)

    init(queue: String, prefetch: Int, workers: Int = 1) {
        self.queue = queue
        self.prefetch = UInt16(clamping: max(1, prefetch))
        shelves = (0..<max(1, workers)).map { _ in Shelf() }
    }

    var currentEpoch: Int { epoch.load(ordering: .acquiring) }

    func isCurrent(_ received: Received) -> Bool { received.epoch == currentEpoch }

    func channelIsGone() {
        epoch.add(1, ordering: .releasing)
    }

    func finish(throwing error: BrokerError? = nil) {
        for shelf in shelves { shelf.finish(error.map { .failure($0) } ?? .success(())) }
    }

    /// The same shelf for all deliveries of a lane, in every run of the program; without a lane each in turn.
    func shelf(for content: DeliveryContent, tag: UInt64) -> Int {
        shelves.count == 1 ? 0 : Int((content.lane.map(Self.hash) ?? tag) % UInt64(shelves.count))
    }

    /// FNV-1a, 64 bits.
    private static func hash(_ lane: String) -> UInt64 {
        lane.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}

/// A delivery with what is needed to settle it.
struct Received: Sendable {
    let delivery: Delivery
    let tag: UInt64
    let epoch: Int
}
