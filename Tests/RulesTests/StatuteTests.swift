import Foundation
import Models
import Rules
import Testing

/// Điều 7 of the Law on Legal Aid and the proofs of circular 08/2017, Điều 33, point by point: which papers are enough, and where the borders lie.
@Suite struct StatuteTests {
    let rules: RulePacks
    /// While the law stood as enacted.
    let enacted = day(2024, 6, 3)
    let since2025 = day(2025, 7, 1)
    let since2026 = day(2026, 1, 1)

    init() throws {
        rules = try RulePacks.load()
    }

    // MARK: Điều 7 as enacted, with its proofs

    @Test func article7_1_meritoriousByAnyDocumentOfMerit() {
        #expect(proved("meritorious", by: ["merit_document"]))
        #expect(!proved("meritorious", by: ["martyr_family_document"]))
    }

    @Test func article7_2_poorHouseholdByItsCertificateAlone() {
        #expect(proved("poor_household", by: ["poor_household_certificate"]))
        #expect(!proved("poor_household", by: ["near_poor_certificate"]))
        #expect(!proved("poor_household", by: ["monthly_allowance_decision"]))
    }

    @Test(arguments: ["age_document", "procedural_document_on_person", "administrative_measure_document"])
    func article7_3_childByAnyPaperOfPoint33_3(paper: String) {
        #expect(proved("child", by: [paper]))
    }

    @Test func article7_3_childUntilTheDayBeforeTheSixteenthBirthday() {
        #expect(state("child", on: enacted, birth: day(2008, 6, 4)) == .met)
        #expect(state("child", on: enacted, birth: day(2008, 6, 3)) == .contradicted)
        // The amendments of 2026 are about those of 16 and more; a child stays who is under 16.
        #expect(state("child", on: since2026, birth: day(2010, 1, 1)) == .contradicted)
        #expect(state("child", on: since2026, birth: day(2010, 1, 2)) == .met)
    }

    @Test func article7_4_ethnicMinorityByOnePaperOfPeopleAndResidence() {
        #expect(proved("ethnic_minority", by: ["ethnicity_and_residence_document"]))
        #expect(proved("ethnic_minority", by: ["procedural_document_on_person"]))
        #expect(!proved("ethnic_minority", by: ["age_document"]))
    }

    @Test func article7_5_accusedOfSixteenAndSeventeenByTheProceduralDocumentOnly() {
        #expect(proved("accused_16_18", by: ["procedural_document_on_person"], birth: day(2007, 1, 1)))
        #expect(!proved("accused_16_18", by: ["age_document"], birth: day(2007, 1, 1), role: .accused))
    }

    @Test(
        arguments: [(ProceedingsRole.suspect, true), (.accused, true), (.reported, false), (.victim, false), (.witness, false)]
            as [(ProceedingsRole, Bool)])
    func article7_5_accusedAreThoseArrestedHeldChargedOrOnTrial(role: ProceedingsRole, isAccused: Bool) {
        let birth = day(2007, 1, 1)
        #expect(state("accused_16_18", on: enacted, birth: birth, role: role) == (isAccused ? .met : .contradicted))
        #expect((state("near_poor_accused", on: enacted, hardship: .nearPoorHousehold, role: role) == .met) == isAccused)
    }

    @Test func article7_6_nearPoorAccusedNeedsBothPapers() {
        #expect(!proved("near_poor_accused", by: ["near_poor_certificate"]))
        #expect(!proved("near_poor_accused", by: ["procedural_document_on_person"]))
        #expect(!proved("near_poor_accused", by: ["procedural_document_on_person", "monthly_allowance_decision"]))
        #expect(proved("near_poor_accused", by: ["near_poor_certificate", "procedural_document_on_person"]))
    }

    @Test func article7_7a_familyOfAMartyrByDecisionOrByCertificateWithKinship() {
        let hardship: Set<String> = ["near_poor_certificate"]
        #expect(proved("martyr_family", by: hardship.union(["martyr_family_document"])))
        #expect(!proved("martyr_family", by: hardship.union(["martyr_family_certificate"])))
        #expect(!proved("martyr_family", by: hardship.union(["martyr_kinship_document"])))
        #expect(proved("martyr_family", by: hardship.union(["martyr_family_certificate", "martyr_kinship_document"])))
        #expect(!proved("martyr_family", by: ["martyr_family_document"]))
    }

    @Test(arguments: [
        ("martyr_family", "martyr_family_document"), ("agent_orange", "agent_orange_document"),
        ("trafficking_victim", "trafficking_document"),
        ("hiv", "hiv_confirmation"),
    ])
    func article7_7_hardshipIsProvedByThePapersOf33_7a(category: String, paper: String) {
        for hardship in ["near_poor_certificate", "monthly_allowance_decision", "social_care_admission"] {
            #expect(proved(category, by: [paper, hardship]))
            #expect(!proved(category, by: [hardship]))
        }
        #expect(!proved(category, by: [paper]))
        #expect(!proved(category, by: [paper, "poor_household_certificate"]))
    }

    @Test func article7_7c_elderlyByAllowanceOrAdmissionAloneOrNearPoorWithAge() {
        #expect(proved("elderly", by: ["monthly_allowance_decision"]))
        #expect(proved("elderly", by: ["social_care_admission"]))
        #expect(!proved("elderly", by: ["near_poor_certificate"]))
        #expect(proved("elderly", by: ["near_poor_certificate", "age_document"]))
    }

    @Test func article7_7c_elderlyFromTheSixtiethBirthday() {
        #expect(state("elderly", on: enacted, birth: day(1964, 6, 3), hardship: .nearPoorHousehold) == .met)
        #expect(state("elderly", on: enacted, birth: day(1964, 6, 4), hardship: .nearPoorHousehold) == .contradicted)
        // A paper does not make anybody older.
        #expect(state("elderly", on: enacted, birth: day(1964, 6, 4), papers: ["monthly_allowance_decision"]) == .contradicted)
    }

    @Test func article7_7d_disabledByAllowanceOrAdmissionAloneOrNearPoorWithCertificate() {
        #expect(proved("disabled", by: ["monthly_allowance_decision"]))
        #expect(proved("disabled", by: ["social_care_admission"]))
        #expect(proved("disabled", by: ["near_poor_certificate", "disability_certificate"]))
        #expect(!proved("disabled", by: ["disability_certificate"]))
    }

    @Test func article7_7dd_victimOfSixteenAndSeventeenByHardshipAndProceduralDocument() {
        let birth = day(2007, 1, 1)
        #expect(proved("victim_16_18", by: ["near_poor_certificate", "procedural_document_on_person"], birth: birth))
        #expect(!proved("victim_16_18", by: ["procedural_document_on_person"], birth: birth))
        #expect(state("victim_16_18", on: enacted, birth: day(2006, 6, 3), role: .victim) == .contradicted)
        #expect(
            state("victim_16_18", on: enacted, birth: day(2006, 6, 4), hardship: .monthlyAllowance, role: .victim, field: .criminal) == .met
        )
    }

    @Test func article7_7e_victimOfDomesticViolenceByAdmissionAloneOrTwoPapers() {
        #expect(proved("domestic_violence_victim", by: ["violence_shelter_admission"]))
        #expect(proved("domestic_violence_victim", by: ["near_poor_certificate", "violence_document"]))
        #expect(!proved("domestic_violence_victim", by: ["violence_document"]))
        // A home that took somebody in for another reason says nothing of violence.
        #expect(!proved("domestic_violence_victim", by: ["social_care_admission"]))
    }

    @Test func decree144_2_hardshipIsNearPoorOrAMonthlyAllowance() {
        for hardship in Hardship.allCases {
            #expect(state("hiv", on: enacted, hardship: hardship, papers: ["hiv_confirmation"]) == .met)
        }
        #expect(state("hiv", on: enacted, papers: ["hiv_confirmation"]) == .unproven)
    }

    @Test func article33_15_anotherLawfulPaperProvesWhicheverCategoryItWasShownFor() {
        for date in [enacted, since2025, since2026] {
            for category in rules.eligibility(on: date).categories.map(\.category.rawValue) {
                #expect(state(category, on: date, papers: ["other_proof"]) == .met, "\(category)")
            }
        }
        #expect(state("child", on: enacted, birth: day(1990, 1, 1), papers: ["other_proof"]) == .contradicted)
    }

    @Test func article29_1b_theClientsWordAloneIsNoProof() {
        let told = check("accused_16_18", on: enacted, birth: day(2007, 1, 1), role: .accused)
        #expect(told.isProven && !told.isDocumented)
        #expect(told.categories.first?.owed?.first?.anyOf.map(\.kind) == ["procedural_document_on_person"])
        let shown = check("accused_16_18", on: enacted, birth: day(2007, 1, 1), role: .accused, papers: ["procedural_document_on_person"])
        #expect(shown.isDocumented && shown.categories.first?.owed == [])
    }

    // MARK: Combinations

    @Test func oneCategoryThatIsProvedIsEnough() {
        let facts = EligibilityFacts(
            date: enacted, categories: ["hiv", "poor_household"].map(Category.init(rawValue:)), papers: ["poor_household_certificate"])
        let decision = rules.check(facts)
        #expect(decision.isDocumented && decision.countedAs?.rawValue == "hiv")
        #expect(decision.categories.map(\.state) == [.unproven, .met])
    }

    @Test func whatALaterPaperProvesIsDecidedByTheDayOfTheRequest() {
        let facts = EligibilityFacts(date: enacted, categories: [Category(rawValue: "trafficking_victim")])
        let pack = rules.eligibility(on: enacted)
        let one = pack.check(facts, with: "trafficking_document")
        #expect(one?.isDocumented == false && one?.packVersion == "eligibility@2018-01-01")
        let both = one?.facts.flatMap { pack.check($0, with: "near_poor_certificate") }
        #expect(both?.isDocumented == true)
        #expect(both?.facts.flatMap { pack.check($0, with: "near_poor_certificate") } == nil)
        #expect(pack.check(facts, with: "application") == nil)
    }

    // MARK: From 1 July 2025 (Law 53/2024/QH15, Điều 61)

    @Test func article7_6a_traffickingNeedsNoHardshipFromJuly2025() {
        #expect(state("trafficking_victim", on: day(2025, 6, 30), papers: ["trafficking_document"]) == .unproven)
        #expect(state("trafficking_victim", on: since2025, papers: ["trafficking_document"]) == .met)
        #expect(state("trafficking_victim", on: since2025, papers: ["trafficking_status_document"]) == .met)
        #expect(
            state("trafficking_victim", on: day(2025, 6, 30), papers: ["trafficking_status_document", "near_poor_certificate"]) == .unproven
        )
        #expect(rules.eligibility(on: since2025)[Category(rawValue: "trafficking_victim")]?.confirmed == false)
    }

    // MARK: From 1 January 2026 (Law 59/2024/QH15, Điều 177.6)

    @Test(arguments: [ProceedingsRole.reported, .witness, .diverted, .prisoner])
    func article7_5_minorsInProceedingsFrom2026(role: ProceedingsRole) {
        let birth = day(2009, 1, 1)
        #expect(state("minor_in_proceedings", on: since2026, birth: birth, role: role) == .met)
        #expect(state("minor_in_proceedings", on: day(2025, 12, 31), birth: birth, role: role) == .contradicted)
        #expect(state("minor_in_proceedings", on: since2026, birth: day(2008, 1, 1), role: role) == .contradicted)
        #expect(state("minor_in_proceedings", on: since2026, birth: day(2008, 1, 2), role: role) == .met)
        #expect(state("minor_in_proceedings", on: since2026, birth: birth, role: .litigant) == .contradicted)
    }

    @Test func article7_5_victimsOfSixteenAndSeventeenNeedNoHardshipFrom2026() {
        let birth = day(2009, 6, 1)
        #expect(state("victim_16_18", on: day(2025, 12, 31), birth: birth, role: .victim, field: .criminal) == .unproven)
        #expect(state("victim_16_18", on: since2026, birth: birth, role: .victim) == .met)
    }

    @Test func packsThatWereNotComparedSaySo() {
        #expect(rules.eligibility(on: enacted).confirmed)
        #expect(!rules.eligibility(on: since2025).confirmed && !rules.eligibility(on: since2026).confirmed)
    }

    /// Whether these papers alone prove it, while the law stood as enacted.
    private func proved(_ category: String, by papers: Set<String>, birth: LegalDate? = nil, role: ProceedingsRole? = nil) -> Bool {
        check(category, on: enacted, birth: birth, role: role, papers: papers).isDocumented
    }

    private func state(
        _ category: String, on date: LegalDate, birth: LegalDate? = nil, hardship: Hardship? = nil, role: ProceedingsRole? = nil,
        field: LegalField? = nil, papers: Set<String> = []
    ) -> CategoryDecision.State? {
        check(category, on: date, birth: birth, hardship: hardship, role: role, field: field, papers: papers).categories.first?.state
    }

    private func check(
        _ category: String, on date: LegalDate, birth: LegalDate? = nil, hardship: Hardship? = nil, role: ProceedingsRole? = nil,
        field: LegalField? = nil, papers: Set<String> = []
    ) -> EligibilityDecision {
        rules.check(
            EligibilityFacts(
                date: date, categories: [Category(rawValue: category)], birth: birth, hardship: hardship, role: role, field: field,
                papers: papers))
    }
}
