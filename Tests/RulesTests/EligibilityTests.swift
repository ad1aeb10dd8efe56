import Foundation
import Models
import Rules
import Testing

@Suite struct EligibilityTests {
    let rules: RulePacks
    /// The request's legal date of most tests.
    let today = day(2026, 11, 23)

    init() throws {
        rules = try RulePacks.load()
    }

    @Test func lawAsEnactedHasFourteenCategories() {
        let keys = rules.eligibility(on: day(2018, 1, 1)).categories.map(\.category.rawValue)
        #expect(
            keys == [
                "meritorious", "poor_household", "child", "ethnic_minority", "accused_16_18", "near_poor_accused", "martyr_family",
                "agent_orange", "elderly", "disabled", "victim_16_18", "domestic_violence_victim", "trafficking_victim", "hiv",
            ])
    }

    @Test func laterVersionsKeepTheFourteen() {
        let enacted = Set(rules.eligibility(on: day(2018, 1, 1)).categories.map(\.category))
        #expect(enacted.isSubset(of: rules.eligibility(on: today).categories.map(\.category)))
        #expect(rules.knownCategories.count == 15)
    }

    // Điều 7.3; Law on Children, Điều 1: under 16.
    @Test func childIsUnderSixteen() {
        #expect(state("child", birth: day(2010, 11, 24)) == .met)
        #expect(state("child", birth: day(2010, 11, 23)) == .contradicted)
        #expect(state("child", birth: today) == .met)
    }

    @Test func childOfFortyIsContradictedWithASentence() throws {
        let decision = check(["child"], birth: day(1986, 1, 1))
        #expect(!decision.isEligible)
        let reason = try #require(decision.contradictions.first?.reason)
        #expect(reason.key == "not_a_child")
        #expect(reason.sentence.vi.contains("40 tuổi vào ngày 23/11/2026"))
        #expect(reason.sentence.en.contains("40 on 23 November 2026"))
    }

    @Test func bornOnLeapDayTurnsSixteenOnTheFirstOfMarch() {
        let facts = { (date: LegalDate) in
            EligibilityFacts(date: date, categories: [Category(rawValue: "child")], birth: day(2008, 2, 29))
        }
        #expect(rules.check(facts(day(2024, 2, 28))).countedAs != nil)
        #expect(rules.check(facts(day(2024, 2, 29))).countedAs == nil)
        let common = EligibilityFacts(date: day(2023, 2, 28), categories: [Category(rawValue: "accused_16_18")], birth: day(2007, 3, 1))
        #expect(rules.check(common).countedAs == nil)
    }

    @Test func birthInTheFutureContradicts() {
        #expect(state("child", birth: today.adding(days: 1)) == .contradicted)
    }

    // Điều 7.5.
    @Test func accusedMinorIsSixteenToUnderEighteen() {
        #expect(state("accused_16_18", birth: day(2010, 11, 24), role: .accused) == .contradicted)
        #expect(state("accused_16_18", birth: day(2010, 11, 23), role: .accused) == .met)
        #expect(state("accused_16_18", birth: day(2008, 11, 24), role: .suspect) == .met)
        #expect(state("accused_16_18", birth: day(2008, 11, 23), role: .accused) == .contradicted)
    }

    @Test func roleInProceedingsDecidesWhoIsAccused() {
        #expect(state("accused_16_18", birth: day(2010, 1, 1)) == .unproven)
        #expect(reason("accused_16_18", birth: day(2010, 1, 1), role: .litigant) == "not_accused")
        #expect(reason("near_poor_accused", hardship: .nearPoorHousehold, role: .victim) == "not_accused")
    }

    // Điều 7.6: near-poor, not merely on an allowance.
    @Test func nearPoorAccusedNeedsTheNearPoorHousehold() {
        #expect(state("near_poor_accused", hardship: .nearPoorHousehold, role: .accused) == .met)
        #expect(state("near_poor_accused", hardship: .monthlyAllowance, role: .accused) == .unproven)
        #expect(state("near_poor_accused", role: .accused) == .unproven)
    }

    // Điều 7.4.
    @Test func ethnicMinorityIsNotKinhAndLivesInAnEspeciallyDifficultArea() {
        #expect(state("ethnic_minority", ethnicity: "Tày", difficult: true) == .met)
        #expect(reason("ethnic_minority", ethnicity: "Kinh", difficult: true) == "not_an_ethnic_minority")
        #expect(reason("ethnic_minority", ethnicity: "Tày", difficult: false) == "not_in_especially_difficult_area")
        #expect(state("ethnic_minority", ethnicity: "Tày") == .unproven)
        #expect(state("ethnic_minority", ethnicity: "không rõ", difficult: true) == .unproven)
    }

    @Test(arguments: ["tày", "TÀY", "Ta\u{300}y", "H'Mông", "H’Mông", "ê-đê", "Khơ me", "gia rai"])
    func namesOfPeoplesAreFoundInAnySpelling(name: String) {
        #expect(rules.ethnicGroups.named(name)?.majority == false)
    }

    @Test func vietIsAnotherWordForKinh() {
        #expect(rules.ethnicGroups.named("Việt")?.majority == true)
        #expect(rules.ethnicGroups.named("") == nil)
    }

    // Law 39/2009, Điều 2, with Decree 144/2017, Điều 2.
    @Test func elderlyIsSixtyOrMoreInHardship() {
        #expect(state("elderly", birth: day(1966, 11, 23), hardship: .monthlyAllowance) == .met)
        #expect(state("elderly", birth: day(1966, 11, 24), hardship: .monthlyAllowance) == .contradicted)
        #expect(state("elderly", birth: day(1966, 11, 23)) == .unproven)
        #expect(state("elderly", birth: day(1966, 11, 23), papers: ["social_care_admission"]) == .met)
    }

    // Điều 7.7đ.
    @Test func victimMinorNeedsHardshipUntil2026() {
        let before = day(2025, 12, 31)
        let birth = day(2009, 1, 1)
        #expect(state("victim_16_18", on: before, birth: birth, role: .victim, field: .criminal) == .unproven)
        #expect(state("victim_16_18", on: before, birth: birth, hardship: .nearPoorHousehold, role: .victim, field: .criminal) == .met)
        #expect(state("victim_16_18", on: day(2026, 1, 1), birth: birth, role: .victim) == .met)
        #expect(reason("victim_16_18", birth: birth, role: .accused) == "not_a_victim")
    }

    @Test func traffickingVictimNeedsNoHardshipFromJuly2025() {
        let papers: Set<String> = ["trafficking_document"]
        #expect(state("trafficking_victim", on: day(2025, 6, 30), papers: papers) == .unproven)
        #expect(state("trafficking_victim", on: day(2025, 7, 1), papers: papers) == .met)
    }

    @Test(arguments: ["meritorious", "poor_household", "martyr_family", "agent_orange", "disabled", "domestic_violence_victim", "hiv"])
    func whatOnlyPapersTellStaysUnprovenWithoutThem(category: String) throws {
        let decision = check([category], birth: day(1990, 4, 2), hardship: .nearPoorHousehold)
        let only = try #require(decision.categories.first)
        #expect(only.state == .unproven)
        #expect(only.missing.count == (category == "martyr_family" ? 2 : 1))
        let paper = try #require(only.missing.first?.anyOf.first)
        #expect(paper.article.contains("Điều 33"))
        #expect(state(category, birth: day(1990, 4, 2), hardship: .nearPoorHousehold, papers: [paper.kind]) == .met)
    }

    @Test func withoutFactsEveryCategoryIsUnproven() {
        for date in [day(2018, 1, 1), day(2025, 7, 1), today] {
            let all = rules.eligibility(on: date).categories.map(\.category)
            let decision = rules.check(EligibilityFacts(date: date, categories: all))
            #expect(decision.categories.allSatisfy { $0.state == .unproven && !$0.missing.isEmpty && $0.owed == $0.missing })
            #expect(decision.countedAs == all.first)
            #expect(!decision.isProven)
        }
    }

    @Test func firstCategoryNotContradictedIsCounted() {
        let decision = check(["child", "disabled", "elderly"], birth: day(1950, 1, 1))
        #expect(decision.countedAs?.rawValue == "disabled")
        #expect(decision.contradictions.map(\.category.rawValue) == ["child"])
        #expect(decision.isEligible)
    }

    @Test func poorAndEthnicMinorityNeedsBothUncontradicted() {
        #expect(check(["poor_household", "ethnic_minority"], ethnicity: "Nùng", difficult: true).poorAndEthnicMinority)
        #expect(check(["child", "ethnic_minority", "poor_household"], ethnicity: "Nùng").poorAndEthnicMinority)
        #expect(!check(["poor_household", "ethnic_minority"], ethnicity: "Kinh", difficult: true).poorAndEthnicMinority)
        #expect(!check(["poor_household"], ethnicity: "Nùng", difficult: true).poorAndEthnicMinority)
    }

    @Test func allContradictedIsNotEligible() {
        let decision = check(["child", "elderly"], birth: day(1990, 4, 2))
        #expect(decision.countedAs == nil)
        #expect(!decision.isEligible)
        #expect(decision.contradictions.count == 2)
    }

    @Test func unknownCategoryIsContradicted() {
        #expect(reason("student") == "unknown_category")
        #expect(state("minor_in_proceedings", on: day(2025, 12, 31)) == .contradicted)
        #expect(state("minor_in_proceedings", on: day(2026, 1, 1), birth: day(2009, 1, 1)) == .unproven)
    }

    @Test func doublesAreDecidedOnce() {
        #expect(check(["poor_household", "poor_household"]).categories.count == 1)
    }

    @Test func decisionNamesThePack() {
        #expect(check(["poor_household"]).packVersion == "eligibility@2026-01-01")
    }

    @Test func decisionSurvivesJSON() throws {
        let decision = check(["child", "poor_household"], birth: day(1990, 4, 2))
        let data = try MessageCoding.encode(decision)
        #expect(try MessageCoding.decode(EligibilityDecision.self, from: data) == decision)
    }

    private func check(
        _ categories: [String], on date: LegalDate? = nil, birth: LegalDate? = nil, ethnicity: String? = nil, difficult: Bool? = nil,
        hardship: Hardship? = nil, role: ProceedingsRole? = nil, field: LegalField? = nil, papers: Set<String> = []
    ) -> EligibilityDecision {
        rules.check(
            EligibilityFacts(
                date: date ?? today, categories: categories.map(Category.init(rawValue:)), birth: birth, ethnicity: ethnicity,
                especiallyDifficult: difficult, hardship: hardship, role: role, field: field, papers: papers))
    }

    private func state(
        _ category: String, on date: LegalDate? = nil, birth: LegalDate? = nil, ethnicity: String? = nil, difficult: Bool? = nil,
        hardship: Hardship? = nil, role: ProceedingsRole? = nil, field: LegalField? = nil, papers: Set<String> = []
    ) -> CategoryDecision.State? {
        check(
            [category], on: date, birth: birth, ethnicity: ethnicity, difficult: difficult, hardship: hardship, role: role, field: field,
            papers: papers
        ).categories.first?.state
    }

    private func reason(
        _ category: String, birth: LegalDate? = nil, ethnicity: String? = nil, difficult: Bool? = nil, hardship: Hardship? = nil,
        role: ProceedingsRole? = nil
    ) -> String? {
        check([category], birth: birth, ethnicity: ethnicity, difficult: difficult, hardship: hardship, role: role)
            .contradictions.first?.reason?.key
    }
}
