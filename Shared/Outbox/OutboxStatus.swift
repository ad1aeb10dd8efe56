package import Database
import Foundation
package import Models

/// What a service has still to send, and what it has put aside.
package struct OutboxStatus: Sendable {
    /// Messages not yet confirmed.
    package let rows: Int
    /// The age of the oldest of them; 0 where there is none.
    package let oldestSeconds: Double
    /// Messages parked and neither replayed nor discarded.
    package let parked: Int
    /// Messages that came before an earlier one of their story, and wait for it.
    package let early: Int
    /// How long the first of them has waited; 0 where there is none. After two hours it is time for a person to look.
    package let earlyOldestSeconds: Double
    /// Lines of the audit trail that Portal was not told of yet.
    package let auditUntold: Int

    /// Reads it from the tables.
    package static func read(_ database: Database, clock: WallClock) async throws -> OutboxStatus {
        let row = try await database.rows(
            .service,
            """
            select
                (select count(*) from outbox where confirmed_at is null) as rows,
                (select min(created_at) from outbox where confirmed_at is null) as oldest,
                (select count(*) from parked where resolved_at is null) as parked,
                (select count(*) from early where body is not null) as early,
                (select min(waiting_since) from early where body is not null) as early_oldest,
                (select count(*) from audit_untold) as audit_untold
            """
        ).first
        let now = clock.now
        func age(_ column: String) throws -> Double {
            try row?.get(column, as: Date?.self).map { max(0, now.timeIntervalSince($0)) } ?? 0
        }
        return OutboxStatus(
            rows: try row?.get("rows") ?? 0, oldestSeconds: try age("oldest"), parked: try row?.get("parked") ?? 0,
            early: try row?.get("early") ?? 0, earlyOldestSeconds: try age("early_oldest"), auditUntold: try row?.get("audit_untold") ?? 0)
    }
}

extension Outbox {
    /// The migrations of the tables that every service has.
    package static func migrations() throws -> MigrationSet {
        guard let folder = Bundle.module.url(forResource: "Migrations", withExtension: nil) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try MigrationSet(name: "common", folder: folder)
    }
}
