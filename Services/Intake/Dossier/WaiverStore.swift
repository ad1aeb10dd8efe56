import Database
import Foundation
import Models

/// The SQL of what was waived.
struct WaiverStore: Sendable {
    func insert(_ waiver: DossierWaiver, of record: CaseRecord, in transaction: Transaction) {
        transaction.later(
            """
            insert into dossier_waivers (id, case_id, organisation, province, kinds, reason, waived_by, waived_at)
            values (\(UUID.v7(at: waiver.at)), \(record.id), \(record.organisation), \(record.province), \(waiver.kinds), \(waiver.reason),
                \(waiver.by), \(waiver.at))
            """)
    }

    /// The one that holds; nil where nothing was waived.
    func latest(of id: CaseID, in transaction: Transaction) async throws -> DossierWaiver? {
        try await transaction.first(
            """
            select kinds, reason, waived_by, waived_at
            from dossier_waivers
            where case_id = \(id)
            order by waived_at desc, id desc
            limit 1
            """)
    }
}
