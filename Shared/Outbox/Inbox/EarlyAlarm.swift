import Foundation
import Logging

/// Says so when a message has waited too long in its story: for an earlier one, or because it fails.
struct EarlyAlarm {
    /// Seconds of waiting that call for a person.
    static let limit = 7_200.0
    private static let interval = Duration.seconds(600)

    let queue: String
    let logger: Logger
    private var next = ContinuousClock.now

    init(queue: String, logger: Logger) {
        self.queue = queue
        self.logger = logger
    }

    mutating func look(_ waiting: Int, oldest seconds: Double) {
        guard seconds >= Self.limit, ContinuousClock.now >= next else { return }
        next = .now + Self.interval
        logger.error(
            "messages have waited for two hours in their story, for an earlier one or because they fail: look at the log and the parked messages, or publish the missing one again",
            metadata: ["queue": "\(queue)", "waiting": "\(waiting)", "seconds": "\(Int(seconds))"])
    }
}
