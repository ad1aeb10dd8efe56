import Foundation
import Models
import Rules

/// The pay of a case in the JSON API: each helper's steps with their articles, and what it was reckoned from.
struct PayView: Encodable, Sendable {
    struct Helper: Encodable, Sendable {
        let helper: CaseHelper
        let basis: PayBasis
        let chosenOn: LegalDate?
        let steps: [Step]
        let dong: Int?
        /// What of their expenses was approved, in đồng.
        let expenses: Int
        /// Both together; null while pay is open.
        let due: Int?
    }

    struct Step: Encodable, Sendable {
        let step: PayStep.Kind
        let factors: [Decimal]
        let result: Decimal
        let unit: PayStep.Unit
        let article: String
        let wageFrom: LegalDate?
    }

    struct Entry: Encodable, Sendable {
        let entry: String
        let helper: HelperID?
        let date: LegalDate
        let kind: String
        let halfDays: Double?
        let accepted: Double?
        let reason: String?
        let paid: Decimal?
    }

    struct Appraisal: Encodable, Sendable {
        let id: String
        let preparationLimit: Double?
        let lumpLimit: Double?
        let lumpRaise: String?
        let note: String?
        let by: String
        let at: Date
    }

    let `case`: CaseID
    /// Whether the appraisal of time has seen every entry: before that, nothing is due.
    let appraised: Bool
    let confirmed: Bool
    let note: LocalizedText?
    let helpers: [Helper]
    let entries: [Entry]
    /// Those that hold, decided or not.
    let expenses: [ExpenseView]
    let appraisals: [Appraisal]

    init(_ sheet: PaySheet, _ rules: RulePacks, today: LegalDate) {
        let packs = sheet.packs(rules, today: today)
        let pay = sheet.pay(rules, today: today)
        let paid = pay.reduce(into: [UUID: Decimal]()) { $0.merge($1.paid) { $1 } }
        `case` = sheet.record.id
        appraised = !sheet.appraisals.isEmpty && sheet.unappraised.isEmpty
        confirmed = packs.allSatisfy(\.confirmed)
        let notes = packs.compactMap(\.note)
        note = notes.isEmpty ? nil : LocalizedText(vi: notes.map(\.vi).joined(separator: " "), en: notes.map(\.en).joined(separator: " "))
        helpers = zip(sheet.helpers, pay).map { helper, pay in
            Helper(
                helper: helper.helper, basis: pay.basis, chosenOn: helper.chosen?.chosenOn,
                steps: pay.steps.map {
                    Step(
                        step: $0.kind, factors: $0.factors, result: $0.result, unit: $0.unit, article: $0.article, wageFrom: $0.wageFrom)
                }, dong: pay.dong, expenses: sheet.expensesPaid(to: helper.helper.id),
                due: pay.dong.map { $0 + sheet.expensesPaid(to: helper.helper.id) })
        }
        entries = sheet.live.map { entry in
            Entry(
                entry: entry.id.text, helper: entry.helper, date: entry.date, kind: entry.kind, halfDays: entry.halfDays,
                accepted: sheet.accepted[entry.id]?.halfDays, reason: sheet.accepted[entry.id]?.reason, paid: paid[entry.id])
        }
        expenses = sheet.expenses.map { ExpenseView($0, among: sheet.expenses, rules) }
        appraisals = sheet.appraisals.map {
            Appraisal(
                id: $0.id.text, preparationLimit: $0.preparationLimit, lumpLimit: $0.lumpLimit, lumpRaise: $0.lumpRaise, note: $0.note,
                by: $0.by, at: $0.at)
        }
    }
}
