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
    ]) func circular02_2021_article3_2_oddHoursUnderThreeAreHalfOfAHalfDay(_ minutes: Int, _ halfDays: String) {
        #expect(rules.pay(on: day(2026, 1, 5)).hours.halfDays(ofMinutes: minutes) == Decimal(string: halfDays))
    }

    @Test func decree144_article13_1_aLawyerIsPaidByTheHalfDayAndTheBaseWageOfItsDay() throws {
        // 2 × 0.38 × 2,340,000 before July 2026, 3 × 0.38 × 2,530,000 from then on.
        let claims = [claim(lawyer, day(2026, 6, 30), 2), claim(lawyer, day(2026, 7, 1), 3)]
        let pay = try #require(reckon(.litigation, claims, [terms(lawyer, .lawyer)]).first)
        #expect(pay.dong == 1_778_400 + 2_884_200)
        #expect(pay.steps.map(\.kind) == [.claimed, .accepted, .preparationOpen, .limit, .halfDays, .halfDays])
        #expect(pay.steps.allSatisfy { !$0.article.isEmpty })
    }

    @Test func decree144_article13_2_representationIsPaidByTheHalfDayAndTwentyAtMost() throws {
        let pay = try #require(reckon(.representation, [claim(lawyer, day(2026, 8, 1), 25)], [terms(lawyer, .lawyer)]).first)
        // 20 × 0.31 × 2,530,000.
        #expect(pay.paid.values.reduce(0, +) == 20 && pay.dong == 15_686_000)
    }

    @Test func decree144_article13_3_anOfficerGetsTheirPartOfIt() throws {
        let claims = [claim(officer, day(2026, 8, 1), 4)]
        // 4 × 0.38 × 2,530,000 × 40 %, and 4 × 0.31 × 2,530,000 × 20 %.
        #expect(reckon(.litigation, claims, [terms(officer, .officer)]).first?.dong == 1_538_240)
        #expect(reckon(.representation, claims, [terms(officer, .officer)]).first?.dong == 627_440)
    }

    @Test func circular02_2021_article8_1_helpersOfOneCaseShareItsThirtyHalfDays() throws {
        let claims = [claim(lawyer, day(2026, 8, 1), 20), claim(officer, day(2026, 8, 2), 20), claim(lawyer, day(2026, 8, 3), 1)]
        let pay = reckon(.litigation, claims, [terms(lawyer, .lawyer), terms(officer, .officer)])
        #expect(pay.map { $0.paid.values.reduce(0, +) } == [20, 10])
        #expect(pay[0].dong == 19_228_000 && pay[1].dong == 3_845_600)
        let twenty = reckon(.representation, claims, [terms(lawyer, .lawyer), terms(officer, .officer)])
        #expect(twenty.map { $0.paid.values.reduce(0, +) } == [20, 0])
    }

    @Test func decree144_article13_1_preparationIsCappedInLitigationOnly() throws {
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
    func decree144_article13_1_aLumpSumStaysBetweenThreeAndTenBaseWages(_ halfDays: Int, _ dong: Int) throws {
        let terms = PayTerms(helper: lawyer, kind: .lawyer, basis: .lumpSum, lumpHalfDays: Decimal(halfDays))
        #expect(reckon(.litigation, [], [terms]).first?.dong == dong)
    }

    @Test func decree144_article13_1_lumpSumsOfOneCaseComeToTenBaseWagesAtMost() throws {
        let both = [lawyer, officer].map { PayTerms(helper: $0, kind: .lawyer, basis: .lumpSum, lumpHalfDays: 20) }
        #expect(reckon(.litigation, [], both).compactMap(\.dong) == [19_228_000, 6_072_000])
    }

    // Circular 02/2021, Điều 9.3: three base wages a case, not a helper.
    @Test func circular02_2021_article9_3() throws {
        let both = [lump(lawyer, 2), lump(officer, 3)]
        let pay = reckon(.litigation, [], both)
        // 3 base wages, shared 2 : 3.
        #expect(pay.compactMap(\.dong) == [3_036_000, 4_554_000])
        #expect(pay.allSatisfy { $0.steps.map(\.kind).contains(.lumpLevelOpen) })
        // What is paid by the half-day counts: 1.9 base wages; the lump sum of one half-day comes to the 1.1 that are left of three.
        let mixed = reckon(.litigation, [claim(lawyer, day(2026, 8, 1), 5)], [terms(lawyer, .lawyer), lump(officer, 1)])
        #expect(mixed.compactMap(\.dong) == [4_807_000, 2_783_000])
    }

    // Điều 8.3b: whoever took over is paid a lump sum: both together come to the lump sum of the case at most.
    @Test func circular02_2021_article8_3() throws {
        let claims = [claim(lawyer, day(2026, 8, 1), 10)]
        let pay = reckon(.litigation, claims, [terms(lawyer, .lawyer), lump(officer, 12)], CaseFigures(lumpLimit: 15))
        // 10 half-days were spent before; 5 of the 15 are left: 1.9 base wages.
        #expect(pay.compactMap(\.dong) == [9_614_000, 4_807_000])
        let level = try #require(pay[1].steps.first { $0.kind == .lumpLevel })
        #expect(level.result == Decimal(string: "5.7") && level.article.contains("Điều 8.3b"))
        // Half-days alone are more than the lump sum: nothing is left.
        let spent = reckon(
            .litigation, [claim(lawyer, day(2026, 8, 1), 20)], [terms(lawyer, .lawyer), lump(officer, 12)], CaseFigures(lumpLimit: 15))
        #expect(spent.map { $0.paid.values.reduce(0, +) } == [15, 0] && spent[1].dong == 0)
        #expect(spent[0].steps.contains { $0.kind == .limit && $0.factors == [15] && $0.article.contains("8.3b") })
    }

    // Điều 10.1, first example: 130 % of 23 half-days are more than ten base wages; 10.2 likewise.
    @Test(arguments: [("several_helpers", "10.1"), ("several_charges", "10.2")])
    func circular02_2021_article10_1(_ key: String, _ article: String) throws {
        let both = [lump(lawyer, 15), lump(officer, 20)]
        let example = reckon(.litigation, [], both, CaseFigures(lumpLimit: 23, lumpRaise: key))
        // 5.7 base wages, and what is left of ten.
        #expect(example.compactMap(\.dong) == [14_421_000, 10_879_000])
        // 130 % of 20 half-days: 26, which are 9.88 base wages.
        let less = reckon(.litigation, [], both, CaseFigures(lumpLimit: 20, lumpRaise: key))
        #expect(less.compactMap(\.dong).reduce(0, +) == 24_996_400)
        let level = try #require(less[0].steps.first { $0.kind == .lumpLevel })
        #expect(level.factors == [20, Decimal(string: "0.38"), Decimal(string: "1.3")] && level.article.contains("Điều \(article)"))
        // Without it the lump sum of the case is as the annex has it: 7.6.
        #expect(reckon(.litigation, [], both, CaseFigures(lumpLimit: 20)).compactMap(\.dong).reduce(0, +) == 19_228_000)
    }

    // Điều 10.4b: whoever took over is paid by the half-day: both together come to thirty half-days at most.
    @Test func circular02_2021_article10_4() throws {
        let claims = [claim(officer, day(2026, 8, 2), 25)]
        let pay = reckon(.litigation, claims, [lump(lawyer, 10), terms(officer, .lawyer)])
        #expect(pay[0].dong == 9_614_000 && pay[1].paid.values.reduce(0, +) == 20)
        #expect(pay[1].steps.contains { $0.kind == .limit && $0.factors == [20] && $0.article.contains("10.4b") })
    }

    @Test func decree144_article13_4_adviceIsPaidByTheDocumentAndOfficersAreNotPaidForIt() throws {
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

    private func lump(_ helper: HelperID, _ halfDays: Int) -> PayTerms {
        PayTerms(helper: helper, kind: .lawyer, basis: .lumpSum, lumpHalfDays: Decimal(halfDays))
    }

    private func reckon(_ form: AidForm, _ claims: [PayClaim], _ terms: [PayTerms], preparation: Decimal? = nil) -> [HelperPay] {
        reckon(form, claims, terms, CaseFigures(preparationLimit: preparation))
    }

    private func reckon(_ form: AidForm, _ claims: [PayClaim], _ terms: [PayTerms], _ fixed: CaseFigures) -> [HelperPay] {
        let rules = rules
        let reckoning = PayReckoning(
            form: form, pack: rules.pay(on: day(2026, 8, 1)), day: day(2026, 8, 1), fixed: fixed,
            wage: { rules.baseWage(on: $0) })
        return reckoning.pay(claims, terms: terms)
    }
}
