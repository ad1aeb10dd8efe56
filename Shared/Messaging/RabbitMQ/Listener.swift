/// A subscription on the connection's thread: its channel, and where it stands.
final class Listener {
    enum Phase {
        /// Not consuming; to be tried (again) at this time.
        case waiting(until: ContinuousClock.Instant)
        case listening
        /// We asked the broker to stop; it has not confirmed.
        case cancelling
        /// No delivery comes any more; what was delivered may still be settled.
        case ended
    }

    let subscription: Subscription
    /// Nil when it has none.
    private(set) var channel: UInt16?
    private(set) var window = SettlementWindow()
    var phase = Phase.waiting(until: .now)
    /// Whether it consumed at least once: from then on it keeps trying, whatever is in the way.
    var wasListening = false
    /// Whether the broker was told of anything over this channel.
    private(set) var hasTold = false
    private var backoff = Backoff(shortest: .milliseconds(200), longest: .seconds(30))
    /// What came in this turn, by shelf.
    private var arrivals: [[Received]]
    private var hasArrivals = false
    private var watch: ConsumerWatch
    private var settled: [Settlements.Settlement] = []

    init(_ subscription: Subscription, watch: ConsumerWatch) {
        self.subscription = subscription
        self.watch = watch
        arrivals = Array(repeating: [], count: subscription.shelves.count)
    }

    func opened(_ channel: UInt16) {
        self.channel = channel
        window = SettlementWindow()
        hasTold = false
    }

    func listening() {
        phase = .listening
        wasListening = true
        backoff.reset()
        watch.begin(at: .now)
    }

    /// The channel is gone, and with it the right to settle what came over it.
    func lostChannel() {
        if channel != nil { subscription.channelIsGone() }
        channel = nil
        switch phase {
        case .listening: phase = .waiting(until: .now)
        case .cancelling: end()
        case .waiting, .ended: break
        }
    }

    func retryLater() {
        phase = .waiting(until: .now + backoff.next())
    }

    // MARK: Being watched

    /// When the broker is next asked whether it still has this consumer.
    var nextLook: ContinuousClock.Instant? {
        if case .listening = phase { watch.nextLook } else { nil }
    }

    /// Whether it is time to ask.
    func isLookDue(at now: ContinuousClock.Instant) -> Bool {
        if case .listening = phase { watch.isDue(at: now) } else { false }
    }

    /// Whether the broker has lost the consumer, by what it says of the queue; nil when there is no such queue.
    func isForgotten(_ depth: QueueDepth?) -> Bool { watch.isForgotten(consumers: depth?.consumers ?? 0) }

    func end(throwing error: BrokerError? = nil) {
        handOver()
        phase = .ended
        subscription.finish(throwing: error)
    }

    // MARK: Deliveries

    func received(_ content: DeliveryContent, tag: UInt64) {
        window.deliver()
        let shelf = subscription.shelf(for: content, tag: tag)
        arrivals[shelf].append(
            Received(delivery: Delivery(queue: subscription.queue, content: content), tag: tag, epoch: subscription.currentEpoch))
        hasArrivals = true
    }

    /// Puts what came in this turn on the shelves: one waking a worker, not one a message.
    func handOver() {
        guard hasArrivals else { return }
        hasArrivals = false
        watch.heard()
        for (index, deliveries) in arrivals.enumerated() where !deliveries.isEmpty {
            subscription.shelves[index].put(deliveries)
            arrivals[index] = []
        }
    }

    // MARK: Settling

    /// Takes up what the workers have finished: acknowledgements are gathered, rejections go out at once.
    func collect(_ connection: AMQPConnection) throws {
        subscription.settlements.take(leaving: &settled)
        defer { settled.removeAll(keepingCapacity: true) }
        guard !settled.isEmpty, let channel else { return }
        let epoch = subscription.currentEpoch
        for settlement in settled where settlement.epoch == epoch {
            switch settlement.disposition {
            case .ack: window.acknowledge(settlement.tag)
            case .reject(let requeue):
                guard window.reject(settlement.tag) else { continue }
                try connection.reject(settlement.tag, requeue: requeue, on: channel)
                hasTold = true
            }
        }
        try flush(connection, channel)
    }

    private func flush(_ connection: AMQPConnection, _ channel: UInt16) throws {
        guard window.isDirty else { return }
        hasTold = true
        for (tag, multiple) in window.flush() { try connection.acknowledge(tag, multiple: multiple, on: channel) }
    }
}
