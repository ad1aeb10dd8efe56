import CoreMetrics
import Database
import Foundation
import Logging
import Models

/// Seals the legal days that are over: tells, for each organisation, how many messages were sent and which (``DaySealed``).
///
/// A day belongs to a message by the instant inside its id, which is drawn when the change writes it. It is sealed once, when every message of it is
/// confirmed, and no sooner than a quarter of an hour after its end and after the end of every transaction that was then under way: a change that
/// drew its ids before midnight and commits after that is impossible but for a program that was stopped for longer than that between two statements
/// and found its session alive (sessions end after 60 s without a word, statements after 30 s). Should it happen, the next day's round finds
/// that the seal does not fit any more, and says so as an error.
struct DaySeals: Sendable {
    /// Seconds after the end of a day before it is sealed.
    private static let grace = 900.0
    /// Days sealed in one round.
    private static let batch = 40

    private let service: ServiceName
    private let outbox: Outbox
    private let store: OutboxStore
    private let logger: Logger
    private let broken = Counter(label: "caunoi_outbox_seals_broken_total")

    init(_ service: ServiceName, outbox: Outbox, store: OutboxStore, logger: Logger) {
        self.service = service
        self.outbox = outbox
        self.store = store
        self.logger = logger
    }

    /// Seals what can be sealed now.
    func round() async throws {
        let now = outbox.clock.now
        let lastOver = LegalDate(now.addingTimeInterval(-Self.grace)).adding(days: -1)
        for _ in 0..<Self.batch {
            let next = try await store.database.transaction(.service) { try await SealStore.firstUnsealed(in: $0) }
            guard let day = next, day <= lastOver else { return }
            try await untilWritersHaveEnded()
            guard try await seal(day, at: now) else { return }
            try await check(day.adding(days: -1))
        }
    }

    /// Every transaction that is under way now.
    private func untilWritersHaveEnded() async throws {
        guard let before = try await store.reading() else { return }
        while let after = try await store.reading(), after.allEnded < before.notBegun {
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// False where it cannot be sealed yet.
    private func seal(_ day: LegalDate, at now: Date) async throws -> Bool {
        try await store.database.transaction(.service, statementTimeout: .seconds(300)) { transaction in
            guard try await !SealStore.isOpen(day, in: transaction) else { return false }
            guard try await SealStore.claim(day, at: now, in: transaction) else { return true }
            let sealed = try await SealStore.content(of: day, in: transaction)
            guard !sealed.isEmpty else { return true }
            SealStore.keep(sealed, of: day, in: transaction)
            try tell(sealed, of: day, as: DaySeal.sender(service), at: now, in: transaction)
            return true
        }
    }

    private func tell<Sender: DaySealing>(
        _ sealed: [SealStore.Sealed], of day: LegalDate, as sender: Sender.Type, at now: Date, in transaction: Transaction
    ) throws {
        for one in sealed {
            try outbox.publish(
                DaySealed<Sender>(
                    organisation: one.organisation, date: day, events: one.events, sha256: one.sha256, occurredAt: day.end, recordedAt: now),
                version: 1, in: transaction)
        }
    }

    private func check(_ day: LegalDate) async throws {
        let found = try await store.database.transaction(.service, statementTimeout: .seconds(300)) {
            try await SealStore.broken(day, in: $0)
        }
        guard !found.isEmpty else { return }
        broken.increment(by: found.count)
        logger.error(
            "messages were written for a day after it had been sealed", metadata: ["day": "\(day)", "organisations": "\(found)"])
    }
}
