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
    /// Everybody who has or had the case, whether they worked on it or not.
    let everyone: [CaseHelper]
    /// Those of them who have it no longer.
    let former: [FormerHelper]
    let appraisals: [AppraisalHead]
    let accepted: [UUID: AppraisedEntry]
    /// Those that hold.
    let expenses: [Expense]

    init(
        _ record: CaseRecord, _ entries: [ProgressRecord], _ terms: [ChosenBasis], _ appraisals: [AppraisalHead],
        _ accepted: [AppraisedEntry], _ fixed: [AppraisedHelper], _ expenses: [Expense],
        _ former: [FormerHelper]
    ) {
        self.record = record
        self.appraisals = appraisals
        live = entries.filter { $0.superseded == nil }
        self.expenses = expenses.filter { $0.superseded == nil }
        self.accepted = Dictionary(accepted.map { ($0.entry, $0) }) { first, _ in first }
        self.former = former
        let chosen = former.map(\.helper).filter { one in terms.contains { $0.helper == one.id } }
        let known = Self.once(live.compactMap(\.caseHelper) + self.expenses.map(\.helper) + chosen + [record.helper].compactMap(\.self))
        everyone = Self.once(known + former.map(\.helper))
        // Whoever has the case now comes last: the others had it before.
        let inTurn = known.filter { $0.id != record.helper?.id } + known.filter { $0.id == record.helper?.id }
        helpers = inTurn.map { helper in
            Helper(
                helper: helper, chosen: terms.first { $0.helper == helper.id }, fixed: fixed.first { $0.helper == helper.id })
        }
    }

    private static func once(_ helpers: [CaseHelper]) -> [CaseHelper] {
        helpers.reduce(into: []) { known, helper in
            if !known.contains(where: { $0.id == helper.id }) { known.append(helper) }
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
        let last = appraisals.last
        let fixed = CaseFigures(
            preparationLimit: last?.preparationLimit.map(Decimal.init(halfDays:)), lumpLimit: last?.lumpLimit.map(Decimal.init(halfDays:)),
            lumpRaise: last?.lumpRaise)
        let reckoning = PayReckoning(
            form: record.form, pack: rules.pay(on: day), day: day, fixed: fixed, wage: { rules.baseWage(on: $0) })
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
