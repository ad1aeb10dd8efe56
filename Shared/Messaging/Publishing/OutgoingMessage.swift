package import Foundation

/// A message on its way to the broker: persistent, mandatory, JSON.
package struct OutgoingMessage: Sendable, Hashable {
    /// The exchange it goes to.
    package var exchange: String
    /// By which the exchange finds the queues; at most 255 bytes.
    package var routingKey: String
    /// AMQP `message-id`, by which receivers tell a duplicate.
    package var id: UUID
    /// AMQP `type`: the message's name.
    package var type: String
    /// AMQP `timestamp`, kept in whole seconds.
    package var timestamp: Date
    /// The header table. `aggregate` (a string) keeps the order of one aggregate's messages at the receiver.
    package var headers: [String: HeaderValue]
    /// The content.
    package var body: Data

    package init(
        exchange: String, routingKey: String, id: UUID, type: String, timestamp: Date, headers: [String: HeaderValue] = [:], body: Data
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.id = id
        self.type = type
        self.timestamp = timestamp
        self.headers = headers
        self.body = body
    }
}
