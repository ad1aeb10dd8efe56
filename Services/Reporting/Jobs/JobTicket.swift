import Foundation
import Messaging
import Models

/// A job as it lies in the queue: its id; all else stands in its row.
struct JobTicket: Codable, Sendable {
    static let type = "reporting.job.v1"

    let job: UUID

    /// The message that brings it to the workers.
    func message(to queue: Topology.Queue, exchange: String, at now: Date) throws -> OutgoingMessage {
        OutgoingMessage(
            exchange: exchange, routingKey: queue.name, id: job, type: Self.type, timestamp: now,
            body: try MessageCoding.encode(self))
    }
}
