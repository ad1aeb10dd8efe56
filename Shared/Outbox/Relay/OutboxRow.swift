import Database
import Foundation
import Messaging
import Models

/// A message that waits to be sent.
struct OutboxRow: RowDecodable {
    let position: Int
    let id: UUID
    let name: MessageName
    let aggregate: UUID
    let version: Int
    let traceparent: String?
    let body: Data
    let createdAt: Date
    let shard: Int
    /// How often the broker did not take it.
    var attempts: Int
    let nextAttemptAt: Date?
    /// How often it was not sent, as its queue is silent; in memory only.
    var withheld = 0

    static let columns: SQL = """
        position, id, name, aggregate, version, traceparent, body, created_at, uuid_hash(aggregate) & 7 as shard, attempts, next_attempt_at
        """

    init(_ row: Row) throws {
        position = try row.get("position")
        id = try row.get("id")
        name = try row.get("name")
        aggregate = try row.get("aggregate")
        version = try row.get("version")
        traceparent = try row.get("traceparent")
        body = Data(try row.get("body", as: String.self).utf8)
        createdAt = try row.get("created_at")
        shard = try row.get("shard")
        attempts = try row.get("attempts")
        nextAttemptAt = try row.get("next_attempt_at")
    }

    func outgoing(to exchange: String, routingKey: String? = nil) -> OutgoingMessage {
        var headers: [String: HeaderValue] = [
            Header.aggregate: .string(aggregate.text), Header.version: .int(Int64(version)),
            Header.producer: .string(name.producer),
        ]
        if let traceparent { headers[Header.traceparent] = .string(traceparent) }
        return OutgoingMessage(
            exchange: exchange, routingKey: routingKey ?? name.rawValue, id: id, type: name.rawValue, timestamp: createdAt,
            headers: headers,
            body: body)
    }
}
