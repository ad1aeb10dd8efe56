import Database
import Foundation
import Messaging
import Models

/// A message that waits to be sent.
struct OutboxRow: RowDecodable {
    let id: UUID
    let name: MessageName
    let aggregate: UUID
    let version: Int
    let traceparent: String?
    let body: String
    let createdAt: Date

    init(_ row: Row) throws {
        id = try row.get("id")
        name = try row.get("name")
        aggregate = try row.get("aggregate")
        version = try row.get("version")
        traceparent = try row.get("traceparent")
        body = try row.get("body")
        createdAt = try row.get("created_at")
    }

    func outgoing(to exchange: String) -> OutgoingMessage {
        var headers: [String: HeaderValue] = [
            Header.aggregate: .string(aggregate.uuidString.lowercased()), Header.version: .int(Int64(version)),
            Header.producer: .string(name.producer),
        ]
        if let traceparent { headers[Header.traceparent] = .string(traceparent) }
        return OutgoingMessage(
            exchange: exchange, routingKey: name.rawValue, id: id, type: name.rawValue, timestamp: createdAt, headers: headers,
            body: Data(body.utf8))
    }
}

/// The AMQP headers of our messages.
enum Header {
    static let aggregate = "aggregate"
    static let version = "aggregate-version"
    static let producer = "producer"
    static let traceparent = "traceparent"
    /// How often handling has failed so far.
    static let attempts = "attempts"
    /// Why it failed last.
    static let error = "last-error"
}
