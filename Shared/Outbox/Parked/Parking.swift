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
            var fault: String?
            var failures = 0
            while true {
                do {
                    let reason = fault.map { "\(why); its headers could not be kept: \($0)" } ?? why
                    try await database.transaction(.service) { [fault] in
                        try store.park(delivery, because: reason, bare: fault != nil, in: $0)
                    }
                    note(delivery, because: reason)
                    return .ack
                } catch {
                    logger.error("parking failed", metadata: ["queue": "\(delivery.queue)", "error": "\(error)"])
                    if let error = error as? DatabaseError, error.tellsOfWhatIsWritten { fault = error.message }
                    failures += 1
                    guard await Task.pause(after: failures) else { return .reject(requeue: true) }
                }
            }
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
    /// The same would be refused each time. Of what is parked only the headers are a document of a stranger's making.
    fileprivate var tellsOfWhatIsWritten: Bool { kind == .server && !isRetriable && !tellsOfNoMessage }
}
