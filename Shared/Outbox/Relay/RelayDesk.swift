import CoreMetrics
import Foundation
import Logging
import Messaging
import Models

/// What the relay does outside itself: asks the database and the broker, counts and complains.
struct RelayDesk: Sendable {
    let store: OutboxStore
    let broker: Broker
    let exchange: String
    let clock: WallClock
    let logger: Logger
    let metrics = RelayMetrics()

    var now: Date { clock.now }

    func reading() async -> ReadingFloor.Reading? {
        try? await store.reading()
    }

    func publish(_ rows: [OutboxRow]) async -> [PublishOutcome] {
        await broker.publish(rows.map { $0.outgoing(to: exchange) })
    }

    func confirm(_ rows: [OutboxRow]) async throws {
        guard !rows.isEmpty else { return }
        try await store.confirm(rows, at: now)
    }

    /// Pauses and attempts hold in memory all the same; the table tells of them to people, and to the relay that comes next.
    func keep(_ failures: [OutboxStore.Failure]) async {
        do {
            try await store.fail(failures)
        } catch {
            logger.warning("failures could not be kept", metadata: ["error": "\(error)"])
        }
    }

    func count(_ rows: [OutboxRow], _ outcomes: [PublishOutcome]) {
        let now = now
        var (relayed, returned, failed) = (0, 0, 0)
        for (row, outcome) in zip(rows, outcomes) {
            switch outcome {
            case .confirmed:
                relayed += 1
                metrics.delay.recordSeconds(max(0, now.timeIntervalSince(row.createdAt)))
            case .returned: returned += 1
            case .nacked, .refused, .unanswered, .failed: failed += 1
            case .withheld: break
            }
        }
        if relayed > 0 { metrics.relayed.increment(by: relayed) }
        if returned > 0 { metrics.returned.increment(by: returned) }
        if failed > 0 { metrics.failed.increment(by: failed) }
    }

    func show(held: Int, inHand: Int, shards: Int) {
        metrics.held.set(held)
        metrics.inHand.set(inHand)
        metrics.shards.set(shards)
    }

    func alarm(_ failures: [OutboxStore.Failure]) {
        guard let worst = failures.max(by: { $0.row.attempts < $1.row.attempts }) else { return }
        // From the sixth time on it has waited for a quarter of a minute: that does not heal by itself.
        logger.log(
            level: worst.row.attempts > 5 ? .error : .warning, "messages not taken by the broker: their aggregates wait",
            metadata: [
                "count": "\(failures.count)", "message": "\(worst.row.id)", "name": "\(worst.row.name)",
                "attempts": "\(worst.row.attempts)",
                "error": "\(worst.why)",
            ])
    }
}

extension UUID {
    /// The smallest version 7 UUID of an instant, as the function `first_id` of the schema.
    static func first(at instant: Date) -> UUID {
        UUID(high: UInt64(max(0, instant.timeIntervalSince1970 * 1000)) << 16, low: 0)
    }
}
