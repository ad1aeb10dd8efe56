import CoreMetrics
import Models

/// What is counted, under `caunoi_messaging_…`. Made when the broker object is, so the metrics system must be there before.
final class BrokerMetrics: Sendable {
    private let published: Counter
    private let returned: Counter
    private let nacked: Counter
    private let failed: Counter
    /// Its count is the number of confirmed messages.
    private let confirm: Timer
    private let confirmed: Counter
    private let consumed: Counter
    private let redelivered: Counter
    private let blocked: Meter
    private let silent: Meter

    private let factory: any MetricsFactory

    init(factory: any MetricsFactory) {
        self.factory = factory
        published = Counter(label: "caunoi_messaging_published", factory: factory)
        returned = Counter(label: "caunoi_messaging_returned", factory: factory)
        nacked = Counter(label: "caunoi_messaging_nacked", factory: factory)
        failed = Counter(label: "caunoi_messaging_failed", factory: factory)
        confirm = Timer(label: "caunoi_messaging_confirm_seconds", factory: factory)
        confirmed = Counter(label: "caunoi_messaging_confirmed", factory: factory)
        consumed = Counter(label: "caunoi_messaging_consumed", factory: factory)
        redelivered = Counter(label: "caunoi_messaging_redelivered", factory: factory)
        blocked = Meter(label: "caunoi_messaging_blocked", factory: factory)
        silent = Meter(label: "caunoi_messaging_silent_routes", factory: factory)
    }

    /// What became of messages since the last report.
    struct Published {
        var sent = 0
        var confirmed = 0
        var returned = 0
        var nacked = 0
        var failed = 0
    }

    func add(_ tally: Published) {
        if tally.sent > 0 { published.increment(by: tally.sent) }
        if tally.confirmed > 0 { confirmed.increment(by: tally.confirmed) }
        if tally.returned > 0 { returned.increment(by: tally.returned) }
        if tally.nacked > 0 { nacked.increment(by: tally.nacked) }
        if tally.failed > 0 { failed.increment(by: tally.failed) }
    }

    /// From sending a message to the broker's word that it keeps it.
    func confirmTook(_ duration: Duration) {
        confirm.recordNanoseconds(duration.nanoseconds)
    }

    func add(consumed count: Int, redelivered again: Int) {
        if count > 0 { consumed.increment(by: count) }
        if again > 0 { redelivered.increment(by: again) }
    }

    /// Whether the broker takes no messages at present.
    func isBlocked(_ isBlocked: Bool) {
        blocked.set(isBlocked ? 1 : 0)
    }

    /// Over how many routes RabbitMQ leaves messages unanswered at present.
    func silent(_ count: Int) {
        silent.set(count)
    }

    /// How often a connection was made again. `connection` is `publisher` or `consumer`.
    func reconnections(_ connection: String) -> Counter {
        Counter(label: "caunoi_messaging_reconnections", dimensions: [("connection", connection)], factory: factory)
    }
}
