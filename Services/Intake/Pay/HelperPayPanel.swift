import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// One helper's pay as a table of steps, each with its article, beside what they spent and what of it is paid.
struct HelperPayPanel: Part {
    let helper: PaySheet.Helper
    let pay: HelperPay
    let expenses: [Expense]
    let form: AidForm
    let rules: RulePacks
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "name": helper.helper.name
        case "kind": t.label(helper.helper.kind)
        case "basis": basis
        case "steps": steps
        case "total": pay.dong.map { t("pay_total", ["dong": t.formats.number($0)]) }
        case "expenses": expenses.isEmpty ? nil : spent
        case "due": expenses.isEmpty ? nil : due
        case "open": pay.dong == nil && pay.steps.first?.kind != PayStep.Kind.none ? t("pay_open") : nil
        default: nil
        }
    }

    private var basis: String? {
        guard form == .litigation else { return nil }
        guard let chosen = helper.chosen else { return t("pay_basis_not_chosen") }
        return t("pay_basis_chosen", ["basis": t("pay_basis_\(chosen.basis.rawValue)"), "date": t.formats.date(chosen.chosenOn)])
    }

    private var steps: Table {
        Table(
            caption: helper.helper.name, isCaptionHidden: true,
            columns: [.init(t("pay_step")), .init(t("pay_formula")), .init(t("pay_result"), isNumber: true), .init(t("pay_article"))],
            rows: pay.steps.map { step in
                [
                    .text(
                        t("pay_step_\(step.kind.rawValue)"), detail: step.wageFrom.map { t("pay_wage_from", ["date": t.formats.date($0)]) }),
                    step.factors.isEmpty ? .none : .text(formula(step)), .number(result(step)),
                    .text(Citation(step.article).text(t.language.rawValue)),
                ]
            }, empty: EmptyState(t("pay_empty")))
    }

    private var spent: Table {
        Table(
            caption: t("expenses_title"),
            columns: [
                .init(t("expense_date")), .init(t("expense_kind")), .init(t("expense_dong"), isNumber: true),
                .init(t("expense_paid"), isNumber: true), .init(t("pay_article")),
            ],
            rows: expenses.map { expense in
                let kind = rules.expenseKinds(on: expense.date)[expense.kind]
                return [
                    .moment(Moment(expense.date, t.formats)),
                    .text(kind?.title.text(t.language.rawValue) ?? expense.kind, detail: expense.purpose), .number(t.dong(expense.dong)),
                    expense.decision.map { .number(t.dong($0.dong), detail: $0.reason) } ?? .tag(Tag(Expense.State.waiting, t)),
                    kind.map { .text(Citation($0.article).text(t.language.rawValue)) } ?? .none,
                ]
            }, empty: EmptyState(t("expenses_empty")))
    }

    /// What is paid back, and that together with pay.
    private var due: String {
        let paid = expenses.map(\.paid).reduce(0, +)
        let sum = t("expenses_sum", ["dong": t.formats.number(paid)])
        return [sum, pay.dong.map { t("pay_due", ["dong": t.formats.number($0 + paid)]) }].compactMap(\.self).joined(separator: " ")
    }

    private func formula(_ step: PayStep) -> String {
        let numbers = step.factors.map { t.formats.number($0.double) }
        switch step.kind {
        case .preparation, .limit: return t("pay_at_most", ["count": numbers.first ?? ""])
        case .lumpBounds: return t("pay_between", ["least": numbers.first ?? "", "most": numbers.last ?? ""])
        default: return numbers.joined(separator: " × ")
        }
    }

    private func result(_ step: PayStep) -> String { t("pay_unit_\(step.unit.rawValue)", ["number": t.formats.number(step.result.double)]) }
}
