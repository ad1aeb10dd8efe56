import Foundation
import Models
import Rules

/// An expense in the JSON API.
struct ExpenseView: Encodable, Sendable {
    let id: ExpenseID
    let helper: CaseHelper
    let kind: String
    let title: LocalizedText
    let article: String?
    let date: LegalDate
    let dong: Int
    let purpose: String
    let attachment: AttachmentID
    let status: Expense.State
    /// What is paid of it now.
    let paid: Int
    let decision: ExpenseDecision?
    let enteredBy: String
    let enteredAt: Date
    let corrects: ExpenseID?
    let superseded: ProgressRecord.Superseded?
    let version: Int

    init(_ expense: Expense, among all: [Expense], _ rules: RulePacks) {
        let known = rules.expenseKinds(on: expense.date)[expense.kind]
        id = expense.id
        helper = expense.helper
        kind = expense.kind
        title = known?.title ?? LocalizedText(vi: expense.kind, en: expense.kind)
        article = known?.article
        date = expense.date
        dong = expense.dong
        purpose = expense.purpose
        attachment = expense.attachment
        status = expense.state(among: all)
        paid = expense.paid
        decision = expense.decision
        enteredBy = expense.enteredBy
        enteredAt = expense.enteredAt
        corrects = expense.corrects
        superseded = expense.superseded
        version = expense.version
    }
}
