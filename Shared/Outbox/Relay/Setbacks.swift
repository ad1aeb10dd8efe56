import Logging

/// The relay's pauses while the broker or the database is away, longer each time.
struct Setbacks {
    /// Seconds that a message that was not taken waits at most.
    static let longestHold = 60.0

    private var broker = (count: 0, until: ContinuousClock.now)
    private var database = (count: 0, until: ContinuousClock.now)

    var brokerPauses: Bool { broker.until > .now }
    var databasePauses: Bool { database.until > .now }

    /// Seconds that a message waits after the broker has not taken it for the n-th time.
    static func hold(after attempts: Int) -> Double {
        min(longestHold, 0.25 * Double(1 << min(10, max(0, attempts))))
    }

    mutating func pauseBroker(because why: String, _ logger: Logger) {
        if broker.count == 0 { logger.warning("the broker takes no messages", metadata: ["error": "\(why)"]) }
        Self.pause(&broker)
    }

    mutating func brokerAnswered() { broker.count = 0 }
    mutating func pauseDatabase() { Self.pause(&database) }
    mutating func databaseAnswered() { database.count = 0 }

    private static func pause(_ setback: inout (count: Int, until: ContinuousClock.Instant)) {
        setback.count += 1
        setback.until = .now + .milliseconds(min(5_000, 100 << min(6, setback.count)))
    }
}
