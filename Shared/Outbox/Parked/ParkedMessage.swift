package import Database
package import Foundation
package import Models

/// A message that its consumer could not handle, as a list shows it: nothing of its content.
package struct ParkedMessage: RowDecodable {
    /// The parked row's own id.
    package let id: UUID
    /// The queue it was taken from.
    package let consumer: String
    /// The message's id; nil where it had none that is a UUID.
    package let message: UUID?
    package let name: MessageName?
    package let producer: String?
    package let aggregate: UUID?
    package let version: Int?
    /// Why it could not be handled.
    package let error: String
    /// How often it had gone through a retry tier.
    package let attempts: Int
    package let parkedAt: Date
    /// When it was resolved; nil while it is open.
    package let resolvedAt: Date?
    package let resolution: Resolution?
    /// The account or token that resolved it.
    package let resolvedBy: String?
    /// Why it was discarded.
    package let reason: String?
    /// How often it has been parked under this row.
    let times: Int

    package enum Resolution: String, ColumnDecodable, Bindable {
        case replayed, discarded
    }

    static let columns: SQL = """
        id, consumer, message_id, name, producer, aggregate, version, error, attempts, parked_at, resolved_at, resolution, resolved_by,
        reason, times
        """

    package init(_ row: Row) throws {
        id = try row.get("id")
        consumer = try row.get("consumer")
        message = try row.get("message_id")
        name = try row.get("name")
        producer = try row.get("producer")
        aggregate = try row.get("aggregate")
        version = try row.get("version")
        error = try row.get("error")
        attempts = try row.get("attempts")
        parkedAt = try row.get("parked_at")
        resolvedAt = try row.get("resolved_at")
        resolution = try row.get("resolution")
        resolvedBy = try row.get("resolved_by")
        reason = try row.get("reason")
        times = try row.get("times")
    }
}

/// A parked message with all that it carried.
package struct ParkedContent: Sendable {
    package let message: ParkedMessage
    /// The AMQP headers, as text.
    package let headers: [String: String]
    /// The content; nil for who may not see it: it can hold personal facts.
    package let body: Data?
}
