/// A subscription that has ended: its channel stays open until the broker has forgotten its consumer, which it does when it has
/// taken in every acknowledgement. A quorum queue's client in the broker keeps acknowledgements back while 32 of them are under way, and
/// loses them with the channel: what was acknowledged last would come again.
struct Draining {
    private static let interval = Duration.milliseconds(5)
    /// So often it is asked at most: other consumers of the queue count too, so that one cannot always tell. (Not for so long: a broker that is busy
    /// answers late.)
    private static let mostLooks = 50

    let queue: String
    let channel: UInt16
    let continuation: CheckedContinuation<Void, Never>
    private(set) var nextLook: ContinuousClock.Instant
    private var looks = 0

    init(queue: String, channel: UInt16, continuation: CheckedContinuation<Void, Never>) {
        self.queue = queue
        self.channel = channel
        self.continuation = continuation
        nextLook = .now
    }

    /// Whether the channel may be closed, by what the broker says of the queue.
    mutating func isOver(_ depth: QueueDepth?) -> Bool {
        nextLook = .now + Self.interval
        looks += 1
        return depth?.consumers == 0 || depth == nil || looks >= Self.mostLooks
    }
}
