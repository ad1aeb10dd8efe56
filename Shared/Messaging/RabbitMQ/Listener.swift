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
    private var backoff = Backoff(shortest: .milliseconds(200), longest: .seconds(30))

    init(_ subscription: Subscription) {
        self.subscription = subscription
    }

    func opened(_ channel: UInt16) {
        self.channel = channel
        window = SettlementWindow()
    }

    func listening() {
        phase = .listening
        wasListening = true
        backoff.reset()
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

    func end(throwing error: BrokerError? = nil) {
        phase = .ended
        subscription.finish(throwing: error)
    }

    func received(_ message: IncomingMessage, tag: UInt64, redelivered: Bool) {
        window.deliver()
        let properties = message.properties
        subscription.yield(
            Delivery(
                queue: subscription.queue, exchange: message.exchange, routingKey: message.routingKey, body: message.body,
                id: properties.id, type: properties.type, timestamp: properties.timestamp, headers: properties.headers,
                redelivered: redelivered, deliveryCount: Int(properties.headers["x-delivery-count"]?.int ?? 0)),
            tag: tag)
    }

    func acknowledge(_ received: Received) {
        if subscription.isCurrent(received) { window.acknowledge(received.tag) }
    }

    func reject(_ received: Received, requeue: Bool, on connection: AMQPConnection) throws {
        guard let channel, subscription.isCurrent(received), window.reject(received.tag) else { return }
        try connection.reject(received.tag, requeue: requeue, on: channel)
    }

    func flush(to connection: AMQPConnection) throws {
        guard let channel, window.isDirty else { return }
        for (tag, multiple) in window.flush() { try connection.acknowledge(tag, multiple: multiple, on: channel) }
    }
}
