import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-expense.mustache` shows: one expense with its decisions, the form that decides on it, and the one that corrects it.
struct ExpensePage: Part {
    let record: CaseRecord
    let expense: Expense
    let state: Expense.State
    let decisions: [ExpenseDecision]
    let papers: [StoredPaper]
    let rules: RulePacks
    let today: LegalDate
    let mayDecide: Bool
    let mayCorrect: Bool
    /// Why what was typed could not be taken, where no field is wrong.
    let refused: Notice?
    /// The form that decides, and the one that corrects or withdraws: each with what was typed into it.
    let decideForm: Form
    let correctForm: Form

    private var t: Sentences { correctForm.sentences }
    private var address: String { expense.address(of: record) }

    func child(named name: String) -> Any? {
        switch name {
        case "code": record.code
        case "case_address": "/cases/\(record.id)"
        case "expenses_address": "/cases/\(record.id)/expenses"
        case "title": expense.title(rules, t)
        case "tag": Tag(state, t)
        case "facts": facts
        case "over": expense.superseded.map { Notice(.info, title: t("correction_over"), text: $0.reason) }
        case "errors": decideForm.summary(ruling) ?? correctForm.summary(fields + [withdrawal])
        case "refused": refused
        case "deciding":
            mayDecide ? PayForm(action: address + "/decision", key: decideForm.key, fields: ruling, version: expense.version) : nil
        case "correcting": mayCorrect ? PayForm(action: address, key: correctForm.key, fields: fields) : nil
        case "withdrawing": mayCorrect ? withdrawing : nil
        case "decisions": decisions.isEmpty ? nil : history
        default: nil
        }
    }

    private var facts: SummaryList {
        let kind = rules.expenseKinds(on: expense.date)[expense.kind]
        return SummaryList([
            .init(t("expense_date"), .moment(Moment(expense.date, t.formats))), .init(t("column_helper"), expense.helper.name),
            .init(t("expense_dong"), t.dong(expense.dong)), .init(t("expense_purpose"), expense.purpose),
            .init(
                t("expense_paper"),
                .link(
                    t("expense_see_paper"), to: "/api/v1/attachments/\(expense.attachment)",
                    detail: kind?.proof.text(t.language.rawValue))),
            .init(t("pay_article"), kind.map { Citation($0.article).text(t.language.rawValue) }),
            .init(t("expense_entered"), .moment(Moment(expense.enteredAt, t.formats), detail: expense.enteredBy)),
        ])
    }

    private var ruling: [any FormPart] {
        guard mayDecide else { return [] }
        let form = decideForm.within("decide")
        return [
            form.radios(
                "decision", "expense_decision", isInline: true, ["approved", "refused"].map { Choice($0, t("expense_decide_\($0)")) }),
            form.text("dong", "expense_paid", hint: "expense_paid_hint", isRequired: false, width: .short, maximum: 16),
            form.area("reason", "expense_reason", hint: "expense_reason_hint", isRequired: false, maximum: 500, rows: 2),
        ]
    }

    private var fields: [any FormPart] {
        guard mayCorrect else { return [] }
        let form = correctForm.within("correct")
        return ExpenseFields(form: form, record: record, papers: papers, helpers: [], rules: rules, today: today).parts
            + [form.area("reason", "correction_reason", maximum: 500, rows: 2)]
    }

    private var withdrawal: any FormPart { correctForm.area("withdrawal", "correction_reason_of_withdrawal", maximum: 500, rows: 2) }

    private var withdrawing: ConfirmationDialog {
        ConfirmationDialog(
            id: "withdraw", opener: t("correction_withdraw"), title: t("expense_withdraw_title"), text: t("correction_withdraw_text"),
            action: address + "/withdrawal", submit: t("correction_withdraw_submit"), isDanger: true,
            kept: [HiddenField("form_key", correctForm.key)], fields: [withdrawal])
    }

    private var history: Table {
        Table(
            caption: t("expense_decisions"),
            columns: [.init(t("expense_decided_at")), .init(t("expense_paid"), isNumber: true), .init(t("expense_reason"))],
            rows: decisions.map { decision in
                [
                    .moment(Moment(decision.at, t.formats), detail: decision.by),
                    decision.dong == 0 ? .tag(Tag(Expense.State.refused, t)) : .number(t.dong(decision.dong)),
                    decision.reason.map { .text($0) } ?? .none,
                ]
            }, empty: EmptyState(t("expense_decisions")))
    }
}
