import Foundation
import Models
import Rules

/// All that the pay of a case is reckoned from.
struct PaySheet: Sendable {
    /// A helper of the case, and what they chose.
    struct Helper: Sendable {
        let helper: CaseHelper
        /// Nil where nothing was chosen: then by the half-day.
        let chosen: ChosenBasis?
        let fixed: AppraisedHelper?
    }

    let record: CaseRecord
    /// The entries that hold.
    let live: [ProgressRecord]
    let helpers: [Helper]
    let appraisals: [AppraisalHead]
    let accepted: [UUID: AppraisedEntry]
    /// Those that hold.
    let expenses: [Expense]

    init(
        _ record: CaseRecord, _ entries: [ProgressRecord], _ terms: [ChosenBasis], _ appraisals: [AppraisalHead],
        _ accepted: [AppraisedEntry], _ fixed: [AppraisedHelper], _ expenses: [Expense]
    ) {
        self.record = record
        self.appraisals = appraisals
        live = entries.filter { $0.superseded == nil }
        self.expenses = expenses.filter { $0.superseded == nil }
        self.accepted = Dictionary(accepted.map { ($0.entry, $0) }) { first, _ in first }
        var known: [CaseHelper] = []
        for helper in live.compactMap(\.caseHelper) + self.expenses.map(\.helper) + [record.helper].compactMap(\.self)
        where !known.contains(where: { $0.id == helper.id }) {
            known.append(helper)
        }
        helpers = known.map { helper in
            Helper(
                helper: helper, chosen: terms.first { $0.helper == helper.id }, fixed: fixed.first { $0.helper == helper.id })
        }
    }

    /// The rules that its work falls under, by the days on which it was done (circular 02/2021, Điều 11); those of the end first.
    func packs(_ rules: RulePacks, today: LegalDate) -> [PayPack] {
        ([record.endedOn ?? today] + live.map(\.date)).map { rules.pay(on: $0) }.reduce(into: []) { packs, pack in
            if !packs.contains(where: { $0.id == pack.id }) { packs.append(pack) }
        }
    }

    /// Entries of which no appraisal has said anything.
    var unappraised: [ProgressRecord] { live.filter { accepted[$0.id] == nil && ($0.halfDays ?? 0) > 0 } }

    /// What a helper spent, and what of it is paid, in đồng.
    func expenses(of helper: HelperID) -> [Expense] { expenses.filter { $0.helper.id == helper } }

    func expensesPaid(to helper: HelperID) -> Int { expenses(of: helper).map(\.paid).reduce(0, +) }

    /// Step by step, for each helper.
    func pay(_ rules: RulePacks, today: LegalDate) -> [HelperPay] {
        let day = record.endedOn ?? today
        let reckoning = PayReckoning(
            form: record.form, pack: rules.pay(on: day), day: day,
            preparationLimit: appraisals.last?.preparationLimit.map(Decimal.init(halfDays:)), wage: { rules.baseWage(on: $0) })
        return reckoning.pay(claims(rules), terms: terms)
    }

    private func claims(_ rules: RulePacks) -> [PayClaim] {
        live.compactMap { entry in
            guard let helper = entry.helper, let halfDays = entry.halfDays else { return nil }
            return PayClaim(
                entry: entry.id, helper: helper, date: entry.date,
                isPreparation: rules.progressKinds(on: entry.date)[entry.kind]?.preparation ?? false, claimed: Decimal(halfDays: halfDays),
                accepted: accepted[entry.id].map { Decimal(halfDays: $0.halfDays) })
        }
    }

    private var terms: [PayTerms] {
        helpers.map { helper in
            PayTerms(
                helper: helper.helper.id, kind: helper.helper.kind, basis: helper.chosen?.basis ?? .sessions,
                lumpHalfDays: helper.fixed?.lumpHalfDays.map(Decimal.init(halfDays:)), documents: helper.fixed?.documents,
                documentRate: helper.fixed?.documentRate.map(Decimal.init(halfDays:)))
        }
    }
}

extension Decimal {
    /// Of what the database keeps, to the hundredth.
    init(halfDays: Double) { self = Decimal(Int((halfDays * 100).rounded())) / 100 }
}
