import Database
import Foundation
import Models
import Rules

/// The SQL of pay: what helpers chose to be paid by, and the appraisals of time.
struct PayStore: Sendable {
    func terms(of id: CaseID, in transaction: Transaction) async throws -> [ChosenBasis] {
        try await transaction.all("select helper, basis, chosen_on, entered_by from pay_terms where case_id = \(id) order by entered_at")
    }

    func choose(
        _ basis: PayBasis, on date: LegalDate, of helper: HelperID, for record: CaseRecord, by actor: String, at now: Date,
        in transaction: Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            insert into pay_terms (case_id, helper, organisation, province, basis, chosen_on, entered_by, entered_at)
            values (\(record.id), \(helper), \(record.organisation), \(record.province), \(basis.rawValue), \(date), \(actor), \(now))
            on conflict (case_id, helper) do nothing
            """) == 1
    }

    /// The appraisals of a case, the oldest first; the last holds.
    func appraisals(of id: CaseID, in transaction: Transaction) async throws -> [AppraisalHead] {
        try await transaction.all(
            """
            select id, preparation_limit, lump_limit, lump_raise, note, appraised_by, appraised_at
            from time_appraisals
            where case_id = \(id)
            order by appraised_at, id
            """)
    }

    func entries(of appraisal: UUID, in transaction: Transaction) async throws -> [AppraisedEntry] {
        try await transaction.all("select entry, half_days, reason from time_appraisal_entries where appraisal = \(appraisal)")
    }

    func helpers(of appraisal: UUID, in transaction: Transaction) async throws -> [AppraisedHelper] {
        try await transaction.all(
            "select helper, lump_half_days, documents, document_rate from time_appraisal_helpers where appraisal = \(appraisal)")
    }

    func insert(_ appraisal: NewAppraisal, _ id: UUID, of record: CaseRecord, by actor: String, at now: Date, in transaction: Transaction) {
        transaction.later(
            """
            insert into time_appraisals (id, case_id, organisation, province, preparation_limit, lump_limit, lump_raise, note, appraised_by,
                appraised_at)
            values (\(id), \(record.id), \(record.organisation), \(record.province), \(appraisal.preparationLimit), \(appraisal.lumpLimit),
                \(appraisal.lumpRaise), \(appraisal.note), \(actor), \(now))
            """)
        for entry in appraisal.entries {
            transaction.later(
                """
                insert into time_appraisal_entries (appraisal, entry, organisation, province, half_days, reason)
                values (\(id), \(entry.entry), \(record.organisation), \(record.province), \(entry.halfDays), \(entry.reason))
                """)
        }
        for helper in appraisal.helpers {
            transaction.later(
                """
                insert into time_appraisal_helpers (appraisal, helper, organisation, province, lump_half_days, documents, document_rate)
                values (\(id), \(helper.helper), \(record.organisation), \(record.province), \(helper.lumpHalfDays), \(helper.documents),
                    \(helper.documentRate))
                """)
        }
    }
}
