import Database
import Foundation
package import Models

/// The SQL of the outbox.
struct OutboxStore: Sendable {
    let database: Database

    /// Where the sequence of positions and the transactions stand.
    func reading() async throws -> ReadingFloor.Reading? {
        try await database.rows(
            .service,
            """
            select coalesce(pg_sequence_last_value('outbox_position'), 0) as drawn,
                pg_snapshot_xmin(now)::text::bigint as all_ended, pg_snapshot_xmax(now)::text::bigint as not_begun
            from pg_current_snapshot() as now
            """
        ).first.map {
            ReadingFloor.Reading(
                drawn: try $0.get("drawn"), allEnded: UInt64(try $0.get("all_ended", as: Int.self)),
                notBegun: UInt64(try $0.get("not_begun", as: Int.self)))
        }
    }

    /// Keeps that the broker has these.
    func confirm(_ rows: [OutboxRow], at now: Date) async throws {
        let ids = rows.map(\.id)
        guard let first = rows.min(by: { $0.id < $1.id })?.id, let last = rows.max(by: { $0.id < $1.id })?.id else { return }
        // The range lets the server look into the partitions of these days only.
        try await database.execute(
            .service,
            """
            update outbox set confirmed_at = \(now), next_attempt_at = null
            where id = any (\(ids)) and id >= \(first) and id <= \(last) and confirmed_at is null
            """)
    }

    /// Keeps why the broker did not take these, and when they are tried again.
    func fail(_ failures: [Failure]) async throws {
        try await database.execute(
            .service,
            """
            update outbox
            set attempts = failure.attempts, last_error = failure.why, next_attempt_at = failure.next
            from unnest(\(failures.map(\.row.id)), \(failures.map(\.row.attempts)), \(failures.map(\.why)), \(failures.map(\.next)))
                as failure (id, attempts, why, next)
            where outbox.id = failure.id and outbox.confirmed_at is null
            """)
    }

    /// A message that the broker did not take.
    struct Failure: Sendable {
        /// With the attempt counted.
        let row: OutboxRow
        let why: String
        let next: Date
    }

    func preparePartitions(on today: LegalDate) async throws {
        try await database.transaction(.service) { transaction in
            _ = try await transaction.rows("select prepare_partitions(\(today))")
        }
    }

    /// Drops the days that are over for longer than `kept`; the names of the partitions dropped.
    func dropPartitions(on today: LegalDate, keeping kept: Retention) async throws -> [String] {
        try await database.transaction(.service) { transaction in
            try await transaction.rows(
                "select dropped from drop_partitions(\(today), \(kept.outboxDays)::int, \(kept.inboxDays)::int) as dropped"
            ).map { try $0.get("dropped") }
        }
    }

    /// Drops a part of the audit rows that are older than the first day kept, where Portal was told of them. Returns how many, at most `most`.
    func dropAudit(before first: LegalDate, most: Int) async throws -> Int {
        try await database.transaction(.service) { transaction in
            try await transaction.value("select drop_audit(\(first.start), \(most)::int)", as: Int.self) ?? 0
        }
    }
}

/// For how long what was sent, heard and audited is kept.
package struct Retention: Sendable {
    /// Days of the outbox's history: longer than the oldest backup that may be restored.
    package let outboxDays: Int
    /// Days of the inbox, always more: what is published again from the history must be recognised.
    package let inboxDays: Int

    /// The first day of the service's own audit rows that is kept; nil where all are.
    package let auditBegins: @Sendable (LegalDate) -> LegalDate?

    package init(outboxDays: Int = 35, inboxDays: Int = 42, auditBegins: @escaping @Sendable (LegalDate) -> LegalDate? = { _ in nil }) {
        precondition(outboxDays > 0 && inboxDays > outboxDays, "the inbox must be kept longer than the outbox")
        self.outboxDays = outboxDays
        self.inboxDays = inboxDays
        self.auditBegins = auditBegins
    }
}
