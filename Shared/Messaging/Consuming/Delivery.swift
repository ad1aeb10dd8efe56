package import Foundation

/// A message as it came from a queue.
package struct Delivery: Sendable {
    /// The queue it was taken from.
    package let queue: String
    let content: DeliveryContent

    /// The exchange and the routing key it was last published with.
    package var exchange: String { content.exchange }
    package var routingKey: String { content.routingKey }
    /// The content.
    package var body: Data { content.body }
    /// AMQP `message-id`, if it is a UUID.
    package var id: UUID? { content.id }
    /// AMQP `type`: the message's name.
    package var type: String? { content.type }
    /// AMQP `timestamp`, in whole seconds; nil where it is later than the year 9999.
    package var timestamp: Date? { content.timestamp }
    /// The header table, but for values that are neither text, number nor truth value. Decoded when it is first asked for.
    package var headers: [String: HeaderValue] { content.headers }
    /// Whether the broker had given it to somebody before.
    package var redelivered: Bool { content.redelivered }
    /// How often it came back to the quorum queue before this delivery (`x-delivery-count`): 0 the first time.
    package var deliveryCount: Int { content.deliveryCount }
    /// Deliveries of one lane are handled one after another, in the queue's order: the header `aggregate`.
    package var lane: String? { content.lane }

    init(queue: String, content: DeliveryContent) {
        self.queue = queue
        self.content = content
    }

    package init(
        queue: String, exchange: String = "", routingKey: String = "", body: Data, id: UUID?, type: String?, timestamp: Date?,
        headers: [String: HeaderValue], redelivered: Bool, deliveryCount: Int
    ) {
        self.init(
            queue: queue,
            content: DeliveryContent(
                exchange: exchange, routingKey: routingKey, body: body, id: id, type: type, timestamp: timestamp,
                lane: headers["aggregate"]?.string, headers: .decoded(headers), redelivered: redelivered,
                deliveryCount: deliveryCount))
    }
}
