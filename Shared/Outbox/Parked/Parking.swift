package import CoreMetrics
package import Database
import Foundation
package import Logging
package import Messaging
package import Models

/// Lays the messages of one queue aside that cannot be handled, until a person looks at them.
package struct Parking: Sendable {
    let store: ParkedStore
    private let database: Database
    private let logger: Logger
    private let parked: Counter

    package init(
        _ queue: Topology.Queue, database: Database, clock: WallClock, logger: Logger,
        metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        store = ParkedStore(consumer: queue.name, clock: clock)
        self.database = database
        self.logger = logger
        parked = Counter(label: "caunoi_inbox_parked_total", dimensions: [("queue", queue.name)], factory: metrics)
    }

    /// Goes on until it is parked; where the service is being stopped before, the message is given back.
    package func park(_ delivery: Delivery, because why: String) async -> Disposition {
        await CurrentTrace.$traceparent.withValue(delivery.text(Header.traceparent)) {
            var failures = 0
            while true {
                do {
                    note(delivery, because: try await keep(delivery, because: why))
                    return .ack
                } catch {
                    logger.error("parking failed", metadata: ["queue": "\(delivery.queue)", "error": "\(error)"])
                    failures += 1
                    guard await Task.pause(after: failures) else { return .reject(requeue: true) }
                }
            }
        }
    }

    /// Keeps it; without its headers where the database refuses what it holds. Returns the reason that was kept with it.
    private func keep(_ delivery: Delivery, because why: String) async throws -> String {
        do {
            try await database.transaction(.service) { try store.park(delivery, because: why, in: $0) }
            return why
        } catch let error as DatabaseError where error.tellsOfWhatIsWritten {
            let reason = "\(why); its headers could not be kept: \(error.message)"
            try await database.transaction(.service) { try store.park(delivery, because: reason, bare: true, in: $0) }
            return reason
        }
    }

    /// Says and counts that a message was parked.
    func note(_ delivery: Delivery, because why: String) {
        logger.error(
            "message parked",
            metadata: [
                "queue": "\(delivery.queue)", "message": "\(delivery.id?.text ?? "none")", "type": "\(delivery.type ?? "none")",
                "error": "\(why)",
            ])
        parked.increment()
    }
}

extension DatabaseError {
    /// The values were refused (class 22, a check, a limit of the server's), and would be each time. Of what is parked only the headers are a document
    /// of a stranger's making.
    fileprivate var tellsOfWhatIsWritten: Bool {
        guard kind == .server, let sqlState else { return false }
        return sqlState.hasPrefix("22") || sqlState == "23514" || sqlState.hasPrefix("54")
    }
}
