package import Database
import Foundation
package import Logging
package import Models
import ServiceLifecycle

/// Tells Portal the lines of the service's audit trail, each once: taking them from the list of those untold and laying them into the outbox is one
/// transaction.
package struct AuditFeed: Service {
    /// Lines in one message.
    private static let batch = 100
    private static let pause = Duration.seconds(1)

    private let service: ServiceName
    private let database: Database
    private let outbox: Outbox
    private let logger: Logger

    package init(_ service: ServiceName, database: Database, outbox: Outbox, logger: Logger) {
        self.service = service
        self.database = database
        self.outbox = outbox
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await tell() == Self.batch {}
                } catch {
                    logger.debug("lines of the audit trail could not be told", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Tells some. Returns how many.
    package func tell() async throws -> Int {
        // What was told is gone from the table, what was not is still there: nobody has to know which.
        try await database.transaction(.service, settlesLostCommit: false) { transaction in
            let lines: [Told] = try await transaction.all(
                """
                with taken as (
                    delete from audit_untold
                    where id in (select id from audit_untold order by id limit \(Self.batch) for update skip locked)
                    returning id
                )
                select audit.id, at, actor, actor_name, role, action, subject_kind, subject, organisation, details::text as details, reference
                from audit join taken on audit.id = taken.id
                order by audit.id
                """)
            guard !lines.isEmpty else { return 0 }
            try publish(lines.map(\.line), as: DaySeal.sender(service), in: transaction)
            return lines.count
        }
    }

    private func publish<Sender: DaySealing>(_ lines: [AuditLine], as sender: Sender.Type, in transaction: Transaction) throws {
        let now = outbox.clock.now
        try outbox.publish(
            AuditRecorded<Sender>(batch: AuditBatchID(at: now), lines: lines, occurredAt: now, recordedAt: now), version: 1, in: transaction
        )
    }

    private struct Told: RowDecodable {
        let line: AuditLine

        init(_ row: Row) throws {
            let details = try row.get("details", as: String?.self).map {
                try JSONDecoder().decode([String: String].self, from: Data($0.utf8))
            }
            line = AuditLine(
                id: try row.get("id"), at: try row.get("at"), actor: try row.get("actor"), actorName: try row.get("actor_name"),
                role: try row.get("role"), action: try row.get("action"), subjectKind: try row.get("subject_kind"),
                subject: try row.get("subject"), organisation: try row.get("organisation"),
                details: details?.isEmpty == true ? nil : details,
                reference: try row.get("reference"))
        }
    }
}
