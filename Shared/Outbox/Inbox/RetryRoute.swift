import Foundation
import Messaging
import Models

/// The way of a failed message: one tier after the other, each a queue in which it waits before it comes back.
struct RetryRoute: Sendable {
    let queue: Topology.Queue

    /// The message as it is sent to its next tier; nil after the last.
    func next(_ delivery: Delivery, failed attempts: Int, because why: String) -> OutgoingMessage? {
        guard attempts < Topology.retryTiers.count, let id = delivery.id, let type = delivery.type else { return nil }
        var headers = delivery.headers
        headers[Header.attempts] = .int(Int64(attempts + 1))
        headers[Header.error] = .string(String(why.prefix(500)))
        return OutgoingMessage(
            exchange: queue.retryExchange, routingKey: queue.retry(Topology.retryTiers[attempts]), id: id, type: type,
            timestamp: delivery.timestamp ?? Date(timeIntervalSince1970: 0), headers: headers, body: delivery.body)
    }
}
