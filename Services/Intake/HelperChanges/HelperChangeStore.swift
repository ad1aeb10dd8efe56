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

    func find(_ id: UUID, of owner: CaseID, in transaction: Transaction) async throws -> HelperChange? {
        try await transaction.first("select \(HelperChange.columns) from helper_changes where id = \(id) and case_id = \(owner)")
    }

    /// Keeps what was asked; the clock of the case shows it from now on.
    func insert(
        _ draft: HelperChangeDraft, as id: UUID, of record: CaseRecord, against helper: CaseHelper, dueOn: LegalDate, by name: String,
        at now: Date, in transaction: Transaction
    ) {
        transaction.later(
            """
            insert into helper_changes (id, case_id, organisation, province, helper, helper_name, channel, reason, asked_on, due_on, entered_by,
                entered_at)
            values (\(id), \(record.id), \(record.organisation), \(record.province), \(helper.id), \(helper.name), \(draft.channel),
                \(draft.reason), \(draft.askedOn), \(dueOn), \(name), \(now))
            """)
        setDue(dueOn, of: record.id, in: transaction)
    }

    func answer(_ id: UUID, of record: CaseRecord, _ answer: HelperChangeAnswer, by name: String, at now: Date, in transaction: Transaction)
    {
        transaction.later(
            """
            update helper_changes
            set outcome = \(answer.outcome), answer = \(answer.answer), answered_by = \(name), answered_at = \(now)
            where id = \(id) and outcome is null
            """)
        setDue(nil, of: record.id, in: transaction)
    }

    /// Somebody else has the case now: what was asked is done, though nobody said so. Returns how many waited.
    func replaced(by helper: HelperID, of record: CaseRecord, named name: String, at now: Date, in transaction: Transaction) async throws
        -> Int
    {
        let answered = try await transaction.execute(
            """
            update helper_changes
            set outcome = \(HelperChange.Outcome.accepted), answered_by = \(name), answered_at = \(now)
            where case_id = \(record.id) and outcome is null and helper <> \(helper)
            """)
        if answered > 0 { setDue(nil, of: record.id, in: transaction) }
        return answered
    }

    private func setDue(_ day: LegalDate?, of id: CaseID, in transaction: Transaction) {
        transaction.later("update cases set change_due_on = \(day), version = version + 1 where id = \(id)")
    }
}
