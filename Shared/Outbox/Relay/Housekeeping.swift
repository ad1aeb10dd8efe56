import Foundation
import Logging
import Models

/// What one copy of a service does for all: makes the partitions of the days to come, drops the old ones, seals the days that are over. It is
/// done by whoever relays the first shard.
struct Housekeeping: Sendable {
    private static let rounds = Duration.seconds(1)
    /// Seconds between looks at the partitions of the days to come; they are made two days ahead.
    private static let preparationInterval = 600.0
    private static let droppingInterval = 3600.0
    private static let sealingInterval = 60.0
    /// Audit rows dropped in one transaction.
    private static let auditPortion = 5_000

    let store: OutboxStore
    let retention: Retention
    let seals: DaySeals
    let clock: WallClock
    let logger: Logger

    func run(leading shards: Shards) async {
        var preparation = Date.distantPast
        var dropping = Date.distantPast
        var sealing = Date.distantPast
        while !Task.isCancelled {
            if shards.active.contains(0) {
                await every(Self.preparationInterval, &preparation, "partitions could not be prepared") {
                    try await store.preparePartitions(on: today)
                }
                await every(Self.droppingInterval, &dropping, "old partitions could not be dropped") {
                    let dropped = try await store.dropPartitions(on: today, keeping: retention)
                    if !dropped.isEmpty { logger.notice("old partitions dropped", metadata: ["partitions": "\(dropped)"]) }
                    try await dropAudit()
                }
                await every(Self.sealingInterval, &sealing, "days could not be sealed") { try await seals.round() }
            }
            try? await Task.sleep(for: Self.rounds)
        }
    }

    private func dropAudit() async throws {
        guard let first = retention.auditBegins(LegalDate(clock.now)) else { return }
        while try await store.dropAudit(before: first, most: Self.auditPortion) == Self.auditPortion {}
    }

    /// Partitions are days in UTC, as the ids are; a legal day begins seven hours earlier.
    private var today: LegalDate { LegalDate(clock.now.addingTimeInterval(-7 * 3600)) }

    /// Does `work` when it is due. Should it fail, nothing waits for it, and it is tried again in a minute.
    private func every(_ seconds: Double, _ next: inout Date, _ complaint: String, _ work: () async throws -> Void) async {
        // A clock that was set back must not put it off for as long.
        guard clock.now >= next || clock.now < next.addingTimeInterval(-2 * max(60, seconds)) else { return }
        do {
            try await work()
            next = clock.now.addingTimeInterval(seconds)
        } catch {
            next = clock.now.addingTimeInterval(min(60, seconds))
            guard !Task.isCancelled else { return }
            logger.error("\(complaint)", metadata: ["error": "\(error)"])
        }
    }
}
