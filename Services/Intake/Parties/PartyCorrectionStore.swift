import Database
import Foundation
import Models

/// The SQL of corrections of the people whom a case names.
struct PartyCorrectionStore: Sendable {
    /// Those of one case by party, the first one first.
    func list(of id: CaseID, in transaction: Transaction) async throws -> [UUID: [PartyCorrection]] {
        let rows = try await transaction.rows(
            """
            select party, field, old, new, reason, corrected_by, corrected_at
            from party_corrections
            where case_id = \(id)
            order by corrected_at, id
            """)
        return try rows.reduce(into: [:]) { found, row in found[try row.get("party"), default: []].append(try PartyCorrection(row)) }
    }

    func keep(_ corrections: [PartyCorrection], of party: UUID, on record: CaseRecord, in transaction: Transaction) {
        for one in corrections {
            transaction.later(
                """
                insert into party_corrections (id, case_id, organisation, province, party, field, old, new, reason, corrected_by, corrected_at)
                values (\(UUID.v7(at: one.at)), \(record.id), \(record.organisation), \(record.province), \(party), \(one.field.rawValue),
                    \(one.old), \(one.new), \(one.reason), \(one.by), \(one.at))
                """)
        }
    }
}
