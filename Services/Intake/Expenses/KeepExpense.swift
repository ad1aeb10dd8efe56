import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Expenses of a case: entered by or for its helpers, corrected beside what was entered first, approved or refused by whoever leads the organisation.
struct KeepExpense: Sendable {
    let house: House
    let expenses: ExpenseStore
    let pay: PayDesk
    let timeline: TimelineStore

    /// Returns its id. Throws 409 where the case has no helper, its dossier was handed over or passed on, or its form of aid has no expenses.
    func enter(_ document: JSONValue, for change: WorkDesk.Change) async throws -> ExpenseID {
        try checkOpen(change.record)
        let draft = try ExpenseDraft(
            document, of: change.record, papers: try await expenses.papers(of: change.record.id, in: change.transaction),
            rules: house.rules,
            today: house.clock.today)
        let helper = try await pay.helper(draft.helper, of: change.record, for: change.identity, in: change.transaction)
        let now = house.clock.now
        let id = ExpenseID(at: now)
        expenses.insert(draft, id, of: helper, on: change.record, by: change.actor.name, at: now, in: change.transaction)
        try tell("entered", id, draft.kind, draft.dong, at: now, for: change)
        return id
    }

    /// Returns the id of the row that holds from now on; it waits for a decision of its own. Throws 403, 404 and 409 as ``open(_:for:)``.
    func correct(_ id: ExpenseID, _ document: JSONValue, for change: WorkDesk.Change) async throws -> ExpenseID {
        let old = try await open(id, for: change)
        let reader = FieldReader(document)
        let draft = ExpenseDraft(
            reader, of: change.record, papers: try await expenses.papers(of: change.record.id, in: change.transaction), rules: house.rules,
            today: house.clock.today)
        let reason = reader.text("reason", in: 1...500)
        if draft.helper != nil, draft.helper != old.helper.id {
            reader.fail(
                "helper", code: "does_not_change", vi: "Bản sửa là của cùng người; hãy rút khoản này và nhập lại.",
                en: "A correction is of the same helper; withdraw this and enter it anew.")
        }
        try reader.finish()
        let now = house.clock.now
        let new = ExpenseID(at: now)
        expenses.insert(
            draft, new, of: old.helper, on: change.record, correcting: id, by: change.actor.name, at: now, in: change.transaction)
        expenses.supersede(id, by: change.actor.name, reason: reason, at: now, in: change.transaction)
        try tell("corrected", id, draft.kind, draft.dong, at: now, for: change)
        return new
    }

    func withdraw(_ id: ExpenseID, because reason: String, for change: WorkDesk.Change) async throws {
        let old = try await open(id, for: change)
        let now = house.clock.now
        expenses.supersede(id, by: change.actor.name, reason: reason, at: now, in: change.transaction)
        try tell("withdrawn", id, old.kind, old.dong, at: now, for: change)
    }

    /// Decides what is paid of it; a later decision takes the place of an earlier one, which stays. Throws 403 where it is the caller's own case,
    /// 409 where the expense holds no longer.
    /// - Parameter check: throws where it is not as the caller saw it.
    func decide(_ id: ExpenseID, _ document: JSONValue, for change: WorkDesk.Change, check: (Expense) throws -> Void) async throws {
        let expense = try await find(id, for: change)
        let sheet = try await pay.sheet(of: change.record, in: change.transaction)
        if let own = change.identity.helper, sheet.helpers.contains(where: { $0.helper.id == own }) {
            throw Problem.forbidden(
                Bilingual(vi: "Không ai duyệt chi phí của vụ việc mình thực hiện.", en: "Nobody decides on expenses of their own case."))
        }
        try check(expense)
        guard expense.superseded == nil else { throw Self.over }
        let ruling = try ExpenseRuling(document, of: expense)
        let now = house.clock.now
        expenses.decide(id, ruling, on: change.record, by: change.actor.name, at: now, in: change.transaction)
        try tell(
            ruling.dong == 0 ? "refused" : "approved", id, expense.kind, ruling.dong == 0 ? expense.dong : ruling.dong, at: now, for: change
        )
    }

    /// The row, if it may be corrected now and by them.
    private func open(_ id: ExpenseID, for change: WorkDesk.Change) async throws -> Expense {
        let old = try await find(id, for: change)
        guard old.mayBeCorrected(by: change.identity) else {
            throw Problem.forbidden(Bilingual(vi: "Khoản này là của người khác.", en: "This was spent by another helper."))
        }
        guard old.superseded == nil else { throw Self.over }
        try checkOpen(change.record)
        return old
    }

    private func find(_ id: ExpenseID, for change: WorkDesk.Change) async throws -> Expense {
        let all = try await expenses.list(of: change.record.id, in: change.transaction)
        guard let found = all.first(where: { $0.id == id }) else { throw Problem.notFound() }
        return found
    }

    private func checkOpen(_ record: CaseRecord) throws {
        guard !record.state.isSettled else {
            throw Problem.conflict(
                Bilingual(
                    vi: "Hồ sơ đã bàn giao hoặc chuyển đi, không ghi thêm và không sửa chi phí được nữa.",
                    en: "The dossier was handed over or passed on: no expense is entered or corrected any more."))
        }
        guard !house.rules.expenseKinds(on: house.clock.today).kinds(for: record.form, field: record.field).isEmpty else {
            throw Problem.conflict(
                Bilingual(
                    vi: "Chi phí chỉ được thanh toán cho tham gia tố tụng và đại diện ngoài tố tụng (Nghị định 144/2017, Điều 13.5).",
                    en: "Expenses are paid for litigation and representation only (decree 144/2017, Article 13.5)."))
        }
    }

    private func tell(_ what: String, _ id: ExpenseID, _ kind: String, _ dong: Int, at now: Date, for change: WorkDesk.Change) throws {
        let record = change.record
        try timeline.add(
            "expense_\(what)", to: record, by: change.actor.name, ["expense": kind, "dong": String(dong)], at: now, in: change.transaction)
        try change.transaction.audit(
            change.actor.entry(
                "case.expense-\(what)", "case", record.id.uuid, record.organisation,
                details: ["expense": id.description, "dong": String(dong)]), at: now)
    }

    private static let over = Problem.conflict(
        Bilingual(vi: "Khoản này đã được sửa hoặc rút trước đó.", en: "This expense was corrected or withdrawn before."))
}
