/// What the broker says on its own, put together from its frames and free of C memory.
enum ConnectionEvent {
    /// `basic.ack` to a publisher: kept.
    case acknowledged(tag: UInt64, multiple: Bool)
    /// `basic.nack` to a publisher: not kept.
    case nacked(tag: UInt64, multiple: Bool)
    /// `basic.return`: no queue wants it. Its ack still follows.
    case returned(DeliveryContent, reason: String)
    /// `basic.deliver`.
    case delivered(channel: UInt16, tag: UInt64, DeliveryContent)
    /// `basic.cancel` from the broker: the queue is gone or moved.
    case consumerCancelled(channel: UInt16)
    /// The answer to our `basic.cancel`: no delivery comes after it.
    case cancelConfirmed(channel: UInt16)
    /// The broker closed a channel for a fault.
    case channelClosed(channel: UInt16, BrokerError)
    /// `connection.blocked`: an alarm of memory or disk, nothing is taken until `unblocked`.
    case blocked(reason: String)
    case unblocked
}

/// The broker closed one channel; the connection lives on.
struct ChannelClosed: Error {
    let channel: UInt16
    let reason: BrokerError
}
