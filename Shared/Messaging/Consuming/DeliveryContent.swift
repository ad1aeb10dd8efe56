import Foundation
import Synchronization

/// What a delivery says, shared by all copies of it.
final class DeliveryContent: Sendable {
    let exchange: String
    let routingKey: String
    let body: Data
    let id: UUID?
    let type: String?
    let timestamp: Date?
    let lane: String?
    let redelivered: Bool
    let deliveryCount: Int
    private let table: HeaderTable
    /// The table decoded, once somebody has asked.
    private let decoded = Mutex<[String: HeaderValue]?>(nil)

    init(
        exchange: String, routingKey: String, body: Data, id: UUID?, type: String?, timestamp: Date?, lane: String?,
        headers: HeaderTable, redelivered: Bool, deliveryCount: Int
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.body = body
        self.id = id
        self.type = type
        self.timestamp = timestamp
        self.lane = lane
        table = headers
        self.redelivered = redelivered
        self.deliveryCount = deliveryCount
    }

    var headers: [String: HeaderValue] {
        if case .decoded(let values) = table { return values }
        return decoded.withLock { decoded in
            if let decoded { return decoded }
            let values = table.values
            decoded = values
            return values
        }
    }
}
