import Database
import Foundation
import Models

/// The SQL of the outbox.
struct OutboxStore: Sendable {
    let database: Database

    /// The oldest messages not yet confirmed, in the order they were written.
    func pending(limit: Int) async throws -> [OutboxRow] {
        try await database.transaction(.service) { transaction in
            try await transaction.all(
                """
                select id, name, aggregate, version, traceparent, body, created_at
                from outbox
                where confirmed_at is null
                order by position
                limit \(limit)
                """)
        }
    }

    /// Keeps the outcome of a round: what the broker has, and what it has not and why.
    func record(confirmed: [UUID], failed: [(id: UUID, why: String)], at now: Date) async throws {
        try await database.transaction(.service) { transaction in
            if !confirmed.isEmpty {
                try await transaction.execute(
                    "update outbox set confirmed_at = \(now) where id = any (\(confirmed)) and confirmed_at is null")
            }
            if !failed.isEmpty {
                try await transaction.execute(
                    """
                    update outbox
                    set attempts = attempts + 1, last_error = failure.why
                    from unnest(\(failed.map(\.id)), \(failed.map(\.why))) as failure (id, why)
                    where outbox.id = failure.id
                    """)
            }
        }
    }

    func preparePartitions(on today: LegalDate) async throws {
        try await database.transaction(.service) { transaction in
            _ = try await transaction.rows("select prepare_partitions(\(today))")
        }
    }
}
