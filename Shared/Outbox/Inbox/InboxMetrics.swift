import CoreMetrics
import Messaging
import Models

/// What an inbox counts.
struct InboxMetrics: Sendable {
    private let consumed: [MessageName: Counter]
    private let retried: [Counter]
    let duplicates: Counter
    let late: Counter
    let early: Counter
    let earlyWaiting: Meter
    let earlyOldest: Meter
    let batch: Recorder
    /// How long a batch takes, from its first statement to its commit.
    let handling: Timer
    /// From the drawing of a message's id in the change to the commit of its effect.
    let latency: Timer
    let probing: Meter
    /// Messages that wait in the queue.
    private let depth: Meter
    /// Messages that the broker gave up on, and that are not parked yet.
    private let dead: Meter

    init(consumer: String, names: [MessageName], factory: any MetricsFactory) {
        let queue = [("queue", consumer)]
        consumed = Dictionary(
            names.map { ($0, Counter(label: "caunoi_inbox_consumed_total", dimensions: queue + [("name", $0.rawValue)], factory: factory)) }
        ) { first, _ in first }
        retried = Topology.retryTiers.map {
            Counter(label: "caunoi_inbox_retried_total", dimensions: queue + [("tier", $0.name)], factory: factory)
        }
        duplicates = Counter(label: "caunoi_inbox_duplicates_total", dimensions: queue, factory: factory)
        late = Counter(label: "caunoi_inbox_late_total", dimensions: queue, factory: factory)
        early = Counter(label: "caunoi_inbox_early_total", dimensions: queue, factory: factory)
        earlyWaiting = Meter(label: "caunoi_inbox_early_waiting", dimensions: queue, factory: factory)
        earlyOldest = Meter(label: "caunoi_inbox_early_oldest_seconds", dimensions: queue, factory: factory)
        batch = Recorder(label: "caunoi_inbox_batch_size", dimensions: queue, factory: factory)
        handling = Timer(label: "caunoi_inbox_handling", dimensions: queue, factory: factory)
        latency = Timer(label: "caunoi_inbox_latency", dimensions: queue, factory: factory)
        probing = Meter(label: "caunoi_inbox_probing", dimensions: queue, factory: factory)
        depth = Meter(label: "caunoi_queue_messages", dimensions: queue, factory: factory)
        dead = Meter(label: "caunoi_queue_dead_messages", dimensions: queue, factory: factory)
    }

    func show(_ depth: QueueDepth, dead: QueueDepth) {
        self.depth.set(depth.messages)
        self.dead.set(dead.messages)
    }

    func consumed(_ name: MessageName) { consumed[name]?.increment() }

    func retried(tier: Int) { if retried.indices.contains(tier) { retried[tier].increment() } }
}

extension Duration {
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
