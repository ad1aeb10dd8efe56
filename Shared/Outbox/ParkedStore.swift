import Database
import Foundation
import Messaging
import Models

/// The SQL of the parked messages.
struct ParkedStore: Sendable {
    let database: Database
    let clock: WallClock

    func park(_ delivery: Delivery, consumer: String, error: String) async throws {
        let headers = delivery.headers.mapValues(\.text)
        let headersColumn = try JSONParameter(headers)
        let attempts = delivery.integer(Header.attempts) ?? 0
        let now = clock.now
        _ = try await database.transaction(.service) { transaction in
            try await transaction.execute(
                """
                insert into parked (id, consumer, message_id, name, headers, body, error, attempts, parked_at)
                values (\(UUID.v7(at: now)), \(consumer), \(delivery.id), \(delivery.type), \(headersColumn), \(delivery.body), \(error),
                    \(attempts), \(now))
                """)
        }
    }
}

extension HeaderValue {
    var text: String {
        switch self {
        case .string(let value): value
        case .int(let value): String(value)
        case .bool(let value): String(value)
        }
    }
}
