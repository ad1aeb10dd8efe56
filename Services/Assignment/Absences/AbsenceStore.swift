import Database
import Foundation
import Models

/// The SQL of the absences.
enum AbsenceStore {
    static func insert(_ draft: AbsenceDraft, of helper: Helper, at now: Date, in transaction: Transaction) async throws -> Absence? {
        try await transaction.first(
            """
            insert into absences (id, helper, organisation, province, starts_on, ends_on, reason, created_at)
            values (\(UUID.v7(at: now)), \(helper.id), \(helper.organisation), \(helper.province), \(draft.from), \(draft.to),
                \(draft.reason), \(now))
            returning id, starts_on, ends_on, reason
            """)
    }

    /// Whether there was one.
    static func delete(_ id: UUID, of helper: HelperID, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute("delete from absences where id = \(id) and helper = \(helper)") > 0
    }

    /// The newest first.
    static func list(of helper: HelperID, limit: Int, before: (end: LegalDate, id: UUID)?, in transaction: Transaction) async throws
        -> [Absence]
    {
        let place: SQL = before.map { "and (ends_on, id) < (\($0.end), \($0.id))" } ?? ""
        return try await transaction.all(
            """
            select id, starts_on, ends_on, reason
            from absences
            where helper = \(helper) \(place)
            order by ends_on desc, id desc
            limit \(limit)
            """)
    }
}
