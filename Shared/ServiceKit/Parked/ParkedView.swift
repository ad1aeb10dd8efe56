package import Foundation
package import Models
package import Outbox

/// A parked message's own id, in lower case wherever it is written.
package typealias ParkedID = Identifier<ParkedView>

/// A parked message, as a service tells of it on its own port and `caunoi messages` prints it.
package struct ParkedView: Codable, Sendable {
    package let id: ParkedID
    /// The service that could not handle it.
    package let service: ServiceName
    /// The queue it came from.
    package let consumer: String
    /// AMQP `message-id` and `type`, where it had them.
    package let message: Identifier<ParkedView>?
    package let name: String?
    package let aggregate: Identifier<ParkedView>?
    package let version: Int?
    package let error: String
    package let attempts: Int
    package let parkedAt: Date
    /// `replayed` or `discarded`; nil while it is open.
    package let resolution: String?
    package let resolvedAt: Date?
    package let resolvedBy: String?
    /// Why it was discarded.
    package let reason: String?
    /// Only of one that was asked for by itself.
    package var headers: [String: String]?
    /// Likewise: it may hold personal facts. What is no UTF-8 is shown with replacement characters.
    package var body: String?

    package init(_ message: ParkedMessage, of service: ServiceName) {
        id = ParkedID(message.id)
        self.service = service
        consumer = message.consumer
        self.message = message.message.map { Identifier($0) }
        name = message.name?.rawValue
        aggregate = message.aggregate.map { Identifier($0) }
        version = message.version
        error = message.error
        attempts = message.attempts
        parkedAt = message.parkedAt
        resolution = message.resolution?.rawValue
        resolvedAt = message.resolvedAt
        resolvedBy = message.resolvedBy
        reason = message.reason
    }

    package init(_ content: ParkedContent, of service: ServiceName) {
        self.init(content.message, of: service)
        headers = content.headers
        body = content.body.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// A part of a list of parked messages, the oldest first.
package struct ParkedViews: Codable, Sendable {
    package let items: [ParkedView]
    /// The last item's id, where there may be more.
    package let next: ParkedID?

    /// - Parameter limit: how many were asked for.
    package init(_ messages: [ParkedMessage], of service: ServiceName, limit: Int) {
        items = messages.map { ParkedView($0, of: service) }
        next = messages.count == limit ? messages.last.map { ParkedID($0.id) } : nil
    }
}
