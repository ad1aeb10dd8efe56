import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-expenses.mustache` shows: the expenses of a case, each correction below what it corrected, and the form of a new one.
struct ExpensePanel: Part {
    let record: CaseRecord
    let expenses: [Expense]
    let papers: [StoredPaper]
    let helpers: [CaseHelper]
    let rules: RulePacks
    let today: LegalDate
    let mayEnter: Bool
    /// Why what was typed could not be taken, where no field is wrong.
    let refused: Notice?
    let form: Form

    private var t: Sentences { form.sentences }
    private var pack: ExpenseKindPack { rules.expenseKinds(on: today) }
    private var hasExpenses: Bool { !pack.kinds(for: record.form, field: record.field).isEmpty }

    func child(named name: String) -> Any? {
        switch name {
        case "code": record.code
        case "case_address": "/cases/\(record.id)"
        case "pay_address": "/cases/\(record.id)/pay"
        case "action": "/cases/\(record.id)/expenses"
        case "table": table
        case "total": total
        case "none_for_form": hasExpenses ? nil : Notice(.info, text: t("expenses_none_for_form"))
        case "no_papers": mayEnter && hasExpenses && papers.isEmpty ? Notice(.info, text: t("expense_no_papers")) : nil
        case "may_enter": mayEnter && hasExpenses && !papers.isEmpty && !helpers.isEmpty
        case "errors": form.summary(fields)
        case "refused": refused
        case "form_key": form.key
        case "fields": fields
        case "unconfirmed":
            pack.confirmed
                ? nil
                : Notice(.info, title: t("rule_unconfirmed"), text: pack.note?.text(t.language.rawValue) ?? pack.source)
        default: nil
        }
    }

    private var fields: [any FormPart] {
        ExpenseFields(form: form, record: record, papers: papers, helpers: helpers, rules: rules, today: today).parts
    }

    private var total: String {
        let live = expenses.filter { $0.superseded == nil }
        return t(
            "expenses_total", ["claimed": t.dong(live.map(\.dong).reduce(0, +)), "paid": t.dong(live.map(\.paid).reduce(0, +))])
    }

    private var table: Table {
        Table(
            caption: t("expenses_title"), isCaptionHidden: true,
            columns: [
                .init(t("expense_date")), .init(t("expense_kind")), .init(t("column_helper")), .init(t("expense_dong"), isNumber: true),
                .init(t("expense_paid"), isNumber: true), .init(t("expense_paper")), .init(t("column_state")),
            ],
            rows: expenses.map(row), empty: EmptyState(t("expenses_empty"), text: t("expenses_empty_text")))
    }

    private func row(_ expense: Expense) -> [TableCell] {
        [
            .moment(Moment(expense.date, t.formats)),
            .link(expense.title(rules, t), to: expense.address(of: record), detail: expense.purpose), .text(expense.helper.name),
            .number(t.dong(expense.dong)), expense.decision == nil ? .none : .number(t.dong(expense.paid)),
            .link(t("expense_see_paper"), to: "/api/v1/attachments/\(expense.attachment)"),
            .tag(Tag(expense.state(among: expenses), t), detail: expense.superseded?.reason ?? expense.decision?.reason),
        ]
    }
}
