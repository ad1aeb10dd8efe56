import Foundation
import Models
import Testing

@testable import Rules

/// Pay reckoned by hand from Decree 144/2017, Điều 13, and circular 02/2021, with the base wages of their days.
@Suite struct PayTests {
    private let rules: RulePacks
    private let lawyer = HelperID(at: Date())
    private let officer = HelperID(at: Date())

    init() throws { rules = try RulePacks.load() }

    @Test(arguments: [
        (30, "0.5"), (179, "0.5"), (180, "1"), (240, "1"), (241, "1.5"), (419, "1.5"), (420, "2"), (480, "2"), (0, "0"),
    ]) func oddHoursUnderThreeAreHalfOfAHalfDay(_ minutes: Int, _ halfDays: String) {
        #expect(rules.pay(on: day(2026, 1, 5)).hours.halfDays(ofMinutes: minutes) == Decimal(string: halfDays))
    }

    @Test func aLawyerIsPaidByTheHalfDayAndTheBaseWageOfItsDay() throws {
        // 2 × 0.38 × 2,340,000 before July 2026, 3 × 0.38 × 2,530,000 from then on.
        let claims = [claim(lawyer, day(2026, 6, 30), 2), claim(lawyer, day(2026, 7, 1), 3)]
        let pay = try #require(reckon(.litigation, claims, [terms(lawyer, .lawyer)]).first)
        #expect(pay.dong == 1_778_400 + 2_884_200)
        #expect(pay.steps.map(\.kind) == [.claimed, .accepted, .preparationOpen, .limit, .halfDays, .halfDays])
        #expect(pay.steps.allSatisfy { !$0.article.isEmpty })
    }

    @Test func anOfficerGetsTheirPartOfIt() throws {
        let claims = [claim(officer, day(2026, 8, 1), 4)]
        // 4 × 0.38 × 2,530,000 × 40 %, and 4 × 0.31 × 2,530,000 × 20 %.
        #expect(reckon(.litigation, claims, [terms(officer, .officer)]).first?.dong == 1_538_240)
        #expect(reckon(.representation, claims, [terms(officer, .officer)]).first?.dong == 627_440)
    }

    @Test func helpersOfOneCaseShareItsThirtyHalfDays() throws {
        let claims = [claim(lawyer, day(2026, 8, 1), 20), claim(officer, day(2026, 8, 2), 20), claim(lawyer, day(2026, 8, 3), 1)]
        let pay = reckon(.litigation, claims, [terms(lawyer, .lawyer), terms(officer, .officer)])
        #expect(pay.map { $0.paid.values.reduce(0, +) } == [20, 10])
        #expect(pay[0].dong == 19_228_000 && pay[1].dong == 3_845_600)
        let twenty = reckon(.representation, claims, [terms(lawyer, .lawyer), terms(officer, .officer)])
        #expect(twenty.map { $0.paid.values.reduce(0, +) } == [20, 0])
    }

    @Test func preparationIsCappedInLitigationOnly() throws {
        let claims = [claim(lawyer, day(2026, 8, 1), 6, preparation: true), claim(lawyer, day(2026, 8, 2), 2)]
        let pay = try #require(reckon(.litigation, claims, [terms(lawyer, .lawyer)], preparation: 4).first)
        #expect(pay.paid.values.reduce(0, +) == 6)
        #expect(pay.steps.contains { $0.kind == .preparation && $0.result == 6 })
        let outside = try #require(reckon(.representation, claims, [terms(lawyer, .lawyer)], preparation: 4).first)
        #expect(outside.paid.values.reduce(0, +) == 8)
    }

    @Test func whatTheAppraisalAcceptedIsPaid() throws {
        let claims = [claim(lawyer, day(2026, 8, 1), 3, accepted: 1)]
        #expect(reckon(.litigation, claims, [terms(lawyer, .lawyer)]).first?.dong == 961_400)
    }

    @Test(arguments: [(5, 7_590_000), (10, 9_614_000), (29, 25_300_000)])
    func aLumpSumStaysBetweenThreeAndTenBaseWages(_ halfDays: Int, _ dong: Int) throws {
        let terms = PayTerms(helper: lawyer, kind: .lawyer, basis: .lumpSum, lumpHalfDays: Decimal(halfDays))
        #expect(reckon(.litigation, [], [terms]).first?.dong == dong)
    }

    @Test func lumpSumsOfOneCaseComeToTenBaseWagesAtMost() throws {
        let both = [lawyer, officer].map { PayTerms(helper: $0, kind: .lawyer, basis: .lumpSum, lumpHalfDays: 20) }
        #expect(reckon(.litigation, [], both).compactMap(\.dong) == [19_228_000, 6_072_000])
    }

    @Test func adviceIsPaidByTheDocumentAndOfficersAreNotPaidForIt() throws {
        let terms = PayTerms(helper: lawyer, kind: .collaborator, basis: .sessions, documents: 2, documentRate: Decimal(string: "0.1"))
        #expect(reckon(.advice, [], [terms]).first?.dong == 506_000)
        let unpaid = PayTerms(helper: officer, kind: .officer, basis: .sessions, documents: 2, documentRate: Decimal(string: "0.1"))
        #expect(reckon(.advice, [], [unpaid]).first.map { $0.dong == nil && $0.steps.map(\.kind) == [.none] } == true)
    }

    @Test func whatIsNotFixedYetIsNotPaid() throws {
        let open = PayTerms(helper: lawyer, kind: .lawyer, basis: .lumpSum)
        #expect(reckon(.litigation, [], [open]).first.map { $0.dong == nil } == true)
    }

    private func claim(_ helper: HelperID, _ date: LegalDate, _ halfDays: Int, accepted: Int? = nil, preparation: Bool = false) -> PayClaim
    {
        PayClaim(
            entry: UUID(), helper: helper, date: date, isPreparation: preparation, claimed: Decimal(halfDays),
            accepted: accepted.map { Decimal($0) })
    }

    private func terms(_ helper: HelperID, _ kind: HelperKind) -> PayTerms { PayTerms(helper: helper, kind: kind, basis: .sessions) }

    private func reckon(_ form: AidForm, _ claims: [PayClaim], _ terms: [PayTerms], preparation: Decimal? = nil) -> [HelperPay] {
        let rules = rules
        let reckoning = PayReckoning(
            form: form, pack: rules.pay(on: day(2026, 8, 1)), day: day(2026, 8, 1), preparationLimit: preparation,
            wage: { rules.baseWage(on: $0) })
        return reckoning.pay(claims, terms: terms)
    }
}
