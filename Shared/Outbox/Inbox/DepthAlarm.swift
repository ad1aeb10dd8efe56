import Foundation
import Logging
import Messaging

/// Says so when a queue has long been full: queues have no limit, so that one that nobody empties stops none of its neighbours, and it is for people to see
/// it grow.
struct DepthAlarm {
    /// Messages that call for a person.
    static let limit = 10_000
    /// So many looks in a row: a rush that is being worked off is none.
    private static let patience = 4
    private static let interval = Duration.seconds(600)

    let queue: String
    let logger: Logger
    private var full = 0
    private var next = ContinuousClock.now

    init(queue: String, logger: Logger) {
        self.queue = queue
        self.logger = logger
    }

    mutating func look(_ depth: QueueDepth) {
        full = depth.messages >= Self.limit ? full + 1 : 0
        guard full >= Self.patience, ContinuousClock.now >= next else { return }
        next = .now + Self.interval
        logger.error(
            "a queue is full, and does not get empty: look whether its service works, or run more copies of it",
            metadata: ["queue": "\(queue)", "messages": "\(depth.messages)", "consumers": "\(depth.consumers)"])
    }
}
