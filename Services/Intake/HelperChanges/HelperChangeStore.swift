import Database
import Foundation
import Models

/// The SQL of clients' requests for another helper.
struct HelperChangeStore: Sendable {
    /// Those of one case, the latest first.
    func list(of id: CaseID, in transaction: Transaction) async throws -> [HelperChange] {
        try await transaction.all(
            "select \(HelperChange.columns) from helper_changes where case_id = \(id) order by entered_at desc, id desc")
    }

    func find(_ id: HelperChangeID, of owner: CaseID, in transaction: Transaction) async throws -> HelperChange? {
        try await transaction.first("select \(HelperChange.columns) from helper_changes where id = \(id) and case_id = \(owner)")
    }

    /// Keeps what was asked; the clock of the case shows it from now on.
    func insert(
        _ draft: HelperChangeDraft, as id: HelperChangeID, of record: CaseRecord, against helper: CaseHelper, dueOn: LegalDate,
        by name: String, at now: Date, in transaction: Transaction
    ) {
        transaction.later(
            """
            insert into helper_changes (id, case_id, organisation, province, helper, helper_name, channel, reason, asked_on, due_on, entered_by,
                entered_at, told)
            values (\(id), \(record.id), \(record.organisation), \(record.province), \(helper.id), \(helper.name), \(draft.channel),
                \(draft.reason), \(draft.askedOn), \(dueOn), \(name), \(now), 1)
            """)
        setDue(dueOn, of: record.id, in: transaction)
    }

    func answer(
        _ id: HelperChangeID, of record: CaseRecord, _ answer: HelperChangeAnswer, by name: String, at now: Date,
        in transaction: Transaction
    ) {
        transaction.later(
            """
            update helper_changes
            set outcome = \(answer.outcome), answer = \(answer.answer), answered_by = \(name), answered_at = \(now), told = told + 1
            where id = \(id) and outcome is null
            """)
        setDue(nil, of: record.id, in: transaction)
    }

    /// The one that waits and wants somebody else than `helper`.
    func waiting(_ id: CaseID, besides helper: HelperID, in transaction: Transaction) async throws -> HelperChange? {
        try await transaction.first(
            "select \(HelperChange.columns) from helper_changes where case_id = \(id) and outcome is null and helper <> \(helper)")
    }

    private func setDue(_ day: LegalDate?, of id: CaseID, in transaction: Transaction) {
        transaction.later("update cases set change_due_on = \(day), version = version + 1 where id = \(id)")
    }
}
