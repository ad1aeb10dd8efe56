package import Foundation

/// A message as it came from a queue.
package struct Delivery: Sendable {
    /// The queue it was taken from.
    package let queue: String
    /// The exchange and the routing key it was last published with.
    package let exchange: String
    package let routingKey: String
    /// The content.
    package let body: Data
    /// AMQP `message-id`, if it is a UUID.
    package let id: UUID?
    /// AMQP `type`: the message's name.
    package let type: String?
    /// AMQP `timestamp`, in whole seconds.
    package let timestamp: Date?
    /// The header table, but for values that are neither text, number nor truth value.
    package let headers: [String: HeaderValue]
    /// Whether the broker had given it to somebody before.
    package let redelivered: Bool
    /// How often it came back to the quorum queue before this delivery (`x-delivery-count`): 0 the first time.
    package let deliveryCount: Int

    /// Deliveries of one lane are handled one after another, in the queue's order: the header `aggregate`.
    package var lane: String? { headers["aggregate"]?.string }

    package init(
        queue: String, exchange: String = "", routingKey: String = "", body: Data, id: UUID?, type: String?, timestamp: Date?,
        headers: [String: HeaderValue], redelivered: Bool, deliveryCount: Int
    ) {
        self.queue = queue
        self.exchange = exchange
        self.routingKey = routingKey
        self.body = body
        self.id = id
        self.type = type
        self.timestamp = timestamp
        self.headers = headers
        self.redelivered = redelivered
        self.deliveryCount = deliveryCount
    }
}
