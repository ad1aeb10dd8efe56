import Foundation
package import Models

/// Reckons what the helpers of one case are paid (Decree 144/2017, Điều 13; circular 02/2021, Điều 3–10). Pure: the same facts give the same steps.
package struct PayReckoning: Sendable {
    private let form: AidForm
    private let pack: PayPack
    private let wage: @Sendable (LegalDate) -> BaseWage?
    /// The day whose base wage a lump sum or a document is paid by.
    private let day: LegalDate
    /// What the appraisal fixed for the whole case.
    private let fixed: CaseFigures

    package init(
        form: AidForm, pack: PayPack, day: LegalDate, fixed: CaseFigures, wage: @escaping @Sendable (LegalDate) -> BaseWage?
    ) {
        self.form = form
        self.pack = pack
        self.day = day
        self.fixed = fixed
        self.wage = wage
    }

    /// - Parameters:
    ///   - claims: of all helpers, in the order in which a shared cap is used up.
    ///   - terms: of all helpers, whoever has the case now last.
    package func pay(_ claims: [PayClaim], terms: [PayTerms]) -> [HelperPay] {
        let lumps = Set(terms.filter { $0.basis == .lumpSum }.map(\.helper))
        let shares = CaseShares(form: form, pack: pack, fixed: fixed, claims: claims.filter { !lumps.contains($0.helper) }, terms: terms)
        return terms.map { terms in pay(of: terms, claims.filter { $0.helper == terms.helper }, shares) }
    }

    private func pay(of terms: PayTerms, _ claims: [PayClaim], _ shares: CaseShares) -> HelperPay {
        guard let share = pack.share(of: terms.kind, for: form) else {
            return HelperPay(
                helper: terms.helper, kind: terms.kind, basis: terms.basis, steps: [PayStep(.none, 0, .dong, pack.source)], dong: nil,
                paid: [:])
        }
        var steps: [PayStep] = []
        var paid: [UUID: Decimal] = [:]
        let whole: Decimal?
        if let documents = pack.documents(for: form) {
            whole = advice(terms, documents, &steps)
        } else if terms.basis == .lumpSum, let lumpSum = pack.lumpSum(for: form), let sessions = pack.sessions(for: form) {
            whole = lump(terms, lumpSum, sessions, shares, &steps)
        } else if let sessions = pack.sessions(for: form) {
            paid = Dictionary(uniqueKeysWithValues: claims.map { ($0.entry, shares.allowed[$0.entry]?.paid ?? 0) })
            whole = halfDays(claims, shares, sessions, &steps)
        } else {
            whole = nil
        }
        let amount = whole.map { whole in
            let part = whole * share.share
            if share.share != 1 { steps.append(PayStep(.share, of: [whole, share.share], part, .dong, share.article)) }
            return part.roundedToWhole
        }
        return HelperPay(helper: terms.helper, kind: terms.kind, basis: terms.basis, steps: steps, dong: amount, paid: paid)
    }

    private func halfDays(_ claims: [PayClaim], _ shares: CaseShares, _ sessions: PayPack.Sessions, _ steps: inout [PayStep])
        -> Decimal?
    {
        let allowed = shares.allowed
        steps.append(PayStep(.claimed, claims.sum(\.claimed), .halfDays, pack.hours.article))
        let accepted = claims.sum { $0.accepted ?? $0.claimed }
        steps.append(PayStep(.accepted, accepted, .halfDays, "Circular 12/2018, Điều 12"))
        let prepared = claims.sum { allowed[$0.entry]?.afterPreparation ?? 0 }
        if let article = sessions.preparationArticle {
            let factors = fixed.preparationLimit.map { [$0] } ?? []
            steps.append(
                PayStep(fixed.preparationLimit == nil ? .preparationOpen : .preparation, of: factors, prepared, .halfDays, article))
        }
        let paid = claims.sum { allowed[$0.entry]?.paid ?? 0 }
        if let level = shares.level { steps.append(level) }
        steps.append(PayStep(.limit, of: [shares.limit], paid, .halfDays, sessions.limitArticle))
        var total = Decimal(0)
        let byWage = Dictionary(grouping: claims) { wage($0.date)?.validFrom }
        for (from, claims) in byWage.sorted(by: { ($0.key ?? .init(dayNumber: 0)) < ($1.key ?? .init(dayNumber: 0)) }) {
            guard let from, let wage = wage(from) else { return nil }
            let number = claims.sum { allowed[$0.entry]?.paid ?? 0 }
            let dong = number * sessions.rate * Decimal(wage.dongPerMonth)
            total += dong
            let article = "\(sessions.article); \(wage.source)"
            steps.append(
                PayStep(.halfDays, of: [number, sessions.rate, Decimal(wage.dongPerMonth)], dong, .dong, article, wageFrom: from))
        }
        return total
    }

    private func lump(
        _ terms: PayTerms, _ span: PayPack.Span, _ sessions: PayPack.Sessions, _ shares: CaseShares, _ steps: inout [PayStep]
    ) -> Decimal? {
        guard let number = terms.lumpHalfDays, let within = shares.lumps[terms.helper], let wage = wage(day) else { return nil }
        let wages = number * sessions.rate
        steps.append(PayStep(.lumpSum, of: [number, sessions.rate], wages, .baseWages, span.article))
        if let level = shares.level { steps.append(level) }
        if within != wages { steps.append(PayStep(.lumpBounds, of: [shares.least, shares.most], within, .baseWages, span.article)) }
        let dong = within * Decimal(wage.dongPerMonth)
        steps.append(PayStep(.wages, of: [within, Decimal(wage.dongPerMonth)], dong, .dong, wage.source, wageFrom: wage.validFrom))
        return dong
    }

    private func advice(_ terms: PayTerms, _ span: PayPack.Span, _ steps: inout [PayStep]) -> Decimal? {
        guard let documents = terms.documents, let rate = terms.documentRate, let wage = wage(day) else { return nil }
        let factors = [Decimal(documents), rate, Decimal(wage.dongPerMonth)]
        let dong = factors.reduce(1, *)
        steps.append(PayStep(.documents, of: factors, dong, .dong, "\(span.article); \(wage.source)", wageFrom: wage.validFrom))
        return dong
    }
}

extension Sequence {
    func sum(_ value: (Element) -> Decimal) -> Decimal { reduce(0) { $0 + value($1) } }
}

extension Decimal {
    /// Half a đồng and more is one.
    fileprivate var roundedToWhole: Int {
        var value = self
        var rounded = Decimal()
        NSDecimalRound(&rounded, &value, 0, .plain)
        return NSDecimalNumber(decimal: rounded).intValue
    }
}
