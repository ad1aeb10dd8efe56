import Database
import Foundation
import Models

/// The SQL of expenses and of what was decided of them.
struct ExpenseStore: Sendable {
    private static let selection: SQL = """
        select expenses.id, helper, helper_name, helper_kind, kind, date, expenses.dong, purpose, attachment, entered_by, entered_at, corrects,
            superseded_at, superseded_by, superseded_reason, decision.dong as decided_dong, decision.reason as decided_reason,
            decision.decided_by, decision.decided_at,
            1 + (superseded_at is not null)::int + (select count(*) from expense_decisions where expense = expenses.id) as version
        from expenses
        left join lateral (
            select dong, reason, decided_by, decided_at
            from expense_decisions
            where expense = expenses.id
            order by decided_at desc, id desc
            limit 1
        ) as decision on true
        """

    /// All of a case, corrected ones too, by the days on which they arose.
    func list(of id: CaseID, in transaction: Transaction) async throws -> [Expense] {
        try await transaction.all(Self.selection + " where case_id = \(id) order by date, first_entered_at, entered_at, expenses.id")
    }

    /// All decisions about one, the latest first.
    func decisions(of id: ExpenseID, in transaction: Transaction) async throws -> [ExpenseDecision] {
        try await transaction.all(
            """
            select dong as decided_dong, reason as decided_reason, decided_by, decided_at
            from expense_decisions
            where expense = \(id)
            order by decided_at desc, id desc
            """)
    }

    /// The papers of a case that have been stored, the latest first: what can prove an expense.
    func papers(of id: CaseID, in transaction: Transaction) async throws -> [StoredPaper] {
        try await transaction.all(
            """
            select (details ->> 'attachment')::uuid as attachment, details ->> 'kind' as kind, at
            from timeline
            where case_id = \(id) and kind = 'paper_stored'
            order by at desc, id desc
            """)
    }

    /// Enters one; `old`: the one that it corrects.
    func insert(
        _ draft: ExpenseDraft, _ id: ExpenseID, of helper: CaseHelper, on record: CaseRecord, correcting old: ExpenseID? = nil,
        by actor: String, at now: Date, in transaction: Transaction
    ) {
        transaction.later(
            """
            insert into expenses (id, case_id, organisation, province, helper, helper_name, helper_kind, kind, date, dong, purpose, attachment,
                entered_by, entered_at, first_entered_at, corrects)
            values (\(id), \(record.id), \(record.organisation), \(record.province), \(helper.id), \(helper.name), \(helper.kind), \(draft.kind),
                \(draft.date), \(draft.dong), \(draft.purpose), \(draft.attachment), \(actor), \(now),
                coalesce((select first_entered_at from expenses where id = \(old)), \(now)), \(old))
            """)
    }

    /// Marks one as one that holds no longer.
    func supersede(_ id: ExpenseID, by actor: String, reason: String, at now: Date, in transaction: Transaction) {
        transaction.later(
            """
            update expenses
            set superseded_at = \(now), superseded_by = \(actor), superseded_reason = \(reason)
            where id = \(id) and superseded_at is null
            """)
    }

    func decide(
        _ id: ExpenseID, _ ruling: ExpenseRuling, on record: CaseRecord, by actor: String, at now: Date, in transaction: Transaction
    ) {
        transaction.later(
            """
            insert into expense_decisions (id, expense, organisation, province, dong, reason, decided_by, decided_at)
            values (\(UUID.v7(at: now)), \(id), \(record.organisation), \(record.province), \(ruling.dong), \(ruling.reason), \(actor), \(now))
            """)
    }
}
