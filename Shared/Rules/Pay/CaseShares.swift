import Foundation
import Models

/// What each helper of one case gets of what all of them may get together.
///
/// Half-days of several helpers come to so many at most, whoever worked (circular 02/2021, Điều 8.1). Where whoever took the case over is paid a lump sum,
/// all pay together comes to the lump sum of the case at most (Điều 8.3b), which is never less than three base wages and never more than ten (Điều 9.3, 9.5),
/// raised where several act, or several crimes are charged (Điều 10.1, 10.2). Where they are paid by the half-day, all comes to the half-days of a case (Điều
/// 10.4b). Whoever had the case before comes first.
struct CaseShares {
    /// What an entry keeps of its half-days: under the cap of preparation, and under that of the case.
    struct Allowed {
        let afterPreparation: Decimal
        let paid: Decimal
    }

    private(set) var allowed: [UUID: Allowed] = [:]
    /// Half-days that entries may come to together.
    private(set) var limit: Decimal = 0
    /// Base wages of each lump sum that is fixed.
    private(set) var lumps: [HelperID: Decimal] = [:]
    /// What lump sums come to together, in base wages.
    private(set) var least: Decimal = 0
    private(set) var most: Decimal = 0
    /// How the lump sum of the case was found; nil where it bounds nobody.
    private(set) var level: PayStep?

    private let fixed: CaseFigures

    /// - Parameters:
    ///   - claims: of those who are paid by the half-day.
    ///   - terms: whoever has the case now last.
    init(form: AidForm, pack: PayPack, fixed: CaseFigures, claims: [PayClaim], terms: [PayTerms]) {
        self.fixed = fixed
        guard let sessions = pack.sessions(for: form) else { return }
        limit = sessions.limit
        guard let span = pack.lumpSum(for: form), terms.contains(where: { $0.basis == .lumpSum }) else {
            allowed = allow(claims, sessions)
            return
        }
        let wages = terms.filter { $0.basis == .lumpSum }.compactMap { terms in
            terms.lumpHalfDays.map { (helper: terms.helper, wages: $0 * sessions.rate) }
        }
        let ofCase = findLevel(span, sessions, isShared: terms.count > 1)
        if terms.last?.basis == .lumpSum {
            limit = min(limit, (ofCase / sessions.rate).roundedDown(2))
            allowed = allow(claims, sessions)
            let paid = allowed.values.sum(\.paid) * sessions.rate
            share(wages, least: span.minimum - paid, most: ofCase - paid)
        } else {
            share(wages, least: span.minimum - allow(claims, sessions).values.sum(\.paid) * sessions.rate, most: ofCase)
            limit = max(0, limit - (lumps.values.sum { $0 } / sessions.rate).roundedDown(2))
            allowed = allow(claims, sessions)
        }
    }

    /// The lump sum of the case in base wages: its half-days by the annex, as whoever appraised the time says; else the most that the decree allows.
    private mutating func findLevel(_ span: PayPack.Span, _ sessions: PayPack.Sessions, isShared: Bool) -> Decimal {
        guard let number = fixed.lumpLimit else {
            if isShared { level = PayStep(.lumpLevelOpen, span.maximum, .baseWages, span.article) }
            return span.maximum
        }
        let raised = fixed.lumpRaise.flatMap { key in span.raised.first { $0.key == key } }
        let wages = min(max(number * sessions.rate, span.minimum) * (raised?.factor ?? 1), span.maximum)
        let article = [span.article, raised?.article].compactMap(\.self).joined(separator: "; ")
        level = PayStep(.lumpLevel, of: [number, sessions.rate] + (raised.map { [$0.factor] } ?? []), wages, .baseWages, article)
        return wages
    }

    /// Shares the lump sums out. The least is that of the case, not of each of its helpers: what others get by the half-day counts.
    private mutating func share(_ wages: [(helper: HelperID, wages: Decimal)], least: Decimal, most: Decimal) {
        self.most = max(0, most)
        self.least = min(max(0, least), self.most)
        let (least, most) = (self.least, self.most)
        let sum = wages.sum(\.wages)
        var left = max(least, min(sum, most))
        for (index, one) in wages.enumerated() {
            let isLast = index == wages.count - 1
            let wanted = sum < least ? (sum == 0 ? least / Decimal(wages.count) : one.wages * least / sum).roundedDown(4) : one.wages
            let within = sum < least && isLast ? left : min(wanted, left)
            lumps[one.helper] = within
            left -= within
        }
    }

    private func allow(_ claims: [PayClaim], _ sessions: PayPack.Sessions) -> [UUID: Allowed] {
        var left = limit
        var preparationLeft = sessions.preparationArticle == nil ? nil : fixed.preparationLimit
        var allowed: [UUID: Allowed] = [:]
        for claim in claims {
            var halfDays = claim.accepted ?? claim.claimed
            if claim.isPreparation, let most = preparationLeft {
                halfDays = min(halfDays, most)
                preparationLeft = most - halfDays
            }
            let paid = min(halfDays, left)
            left -= paid
            allowed[claim.entry] = Allowed(afterPreparation: halfDays, paid: paid)
        }
        return allowed
    }
}

extension Decimal {
    /// What of it has so many places; more is left off.
    fileprivate func roundedDown(_ places: Int) -> Decimal {
        var value = self
        var rounded = Decimal()
        NSDecimalRound(&rounded, &value, places, .down)
        return rounded
    }
}
