import Models
import Rules
import Testing

@Suite struct CaseRuleTests {
    let rules: RulePacks
    let today = day(2026, 11, 23)

    init() throws {
        rules = try RulePacks.load()
    }

    // Law 11/2017, Điều 31.1, 33.1.
    @Test func onlyOfficersAndLawyersLitigateAndRepresent() {
        let kinds = rules.helperKinds(on: today)
        #expect(kinds.kinds(for: .litigation) == [.officer, .lawyer])
        #expect(kinds.kinds(for: .representation) == [.officer, .lawyer])
        #expect(Set(kinds.kinds(for: .advice)) == Set(HelperKind.allCases))
        #expect(!kinds.may(.collaborator, take: .litigation))
    }

    @Test func advisersBelongToParticipatingOrganisations() {
        let kinds = rules.helperKinds(on: today)
        #expect(!kinds.may(.adviser, workFor: .centre))
        #expect(kinds.may(.adviser, workFor: .registered))
        #expect(kinds.may(.officer, workFor: .branch))
        #expect(!kinds.may(.officer, workFor: .contracted))
    }

    // Circular 12/2018, Điều 11.2.
    @Test func circular12_2018_article11_2_litigationDossier() {
        #expect(
            kinds(.litigation) == [
                "application", "eligibility_proof", "related_document", "assignment_decision", "brief", "procedural_document",
                "work_record", "opinion_slip",
            ])
    }

    // Điều 11.3.
    @Test func circular12_2018_article11_3_adviceDossierHasNoDecisionAndNoOpinionSlip() {
        #expect(kinds(.advice) == ["application", "eligibility_proof", "related_document", "work_record", "written_advice"])
    }

    // Điều 11.4.
    @Test func circular12_2018_article11_4_representationDossier() {
        #expect(
            kinds(.representation) == [
                "application", "eligibility_proof", "related_document", "assignment_decision", "work_record", "opinion_slip",
                "authority_answer", "work_report",
            ])
    }

    @Test func changeAndStopAddTheirPapers() {
        #expect(kinds(.litigation, DossierFacts(helperChanged: true)).contains("change_decision"))
        let stopped = kinds(.litigation, DossierFacts(stopped: true))
        #expect(stopped.contains("stop_notice"))
        #expect(!stopped.contains("brief"))
    }

    @Test func proofPapersComeLaterOnlyAfterAcceptanceAtOnce() {
        func due(_ facts: DossierFacts) -> Int? {
            rules.dossier(on: today).required(form: .litigation, facts: facts).first { $0.kind == "eligibility_proof" }?.dueInWorkingDays
        }
        #expect(due(DossierFacts()) == nil)
        #expect(due(DossierFacts(acceptedAtOnce: true)) == 5)
        #expect(due(DossierFacts(acceptedAtOnce: true, especiallyDifficult: true)) == 10)
    }

    @Test func anyProofPaperTicksOffTheProofOfEligibility() throws {
        let required = rules.dossier(on: today).required(form: .advice)
        let proof = try #require(required.first { $0.kind == "eligibility_proof" })
        #expect(proof.isPresent(among: ["poor_household_certificate"]))
        #expect(!proof.isPresent(among: ["application"]))
        #expect(rules.dossier(on: today).knows("poor_household_certificate"))
        #expect(!rules.dossier(on: today).knows("selfie"))
    }

    @Test func article30_3_refusalHasTheGroundsOfTheLaw() {
        let reasons = rules.refusalReasons(on: today)
        #expect(reasons.all.allSatisfy { $0.article.contains("Điều 30.3") })
        #expect(reasons["client_died"]?.article == "Law 11/2017, Điều 30.3c")
        #expect(reasons["too_busy"] == nil)
    }

    @Test func article35_2_onlyParticipatingOrganisationsTransferForLackOfMeans() {
        let reasons = rules.transferReasons(on: today)
        #expect(reasons.open(to: .centre).map(\.key) == ["outside_territory"])
        #expect(reasons.open(to: .registered).map(\.key) == ["insufficient_resources"])
    }

    // Circular 12/2018, Điều 6.1.
    @Test func circular12_2018_article6_1_acceptanceAtOnceHasFourGrounds() {
        #expect(
            rules.atOnceGrounds(on: today).all.map(\.key) == ["limitation_near", "hearing_near", "procedural_notice", "avoid_harm"])
    }

    // Law 11/2017, Điều 26, 35.
    @Test func onlyCentresNeedAGroundOutsideTheirTerritoryAndRequestsGoToCompetentOnes() {
        let territory = rules.territoryGrounds(on: today)
        #expect(territory.open(to: .centre).map(\.key) == ["arose_here", "living_here", "asked_by_department", "passed_on_here"])
        #expect(territory.open(to: .contracted).isEmpty && territory.open(to: .registered).isEmpty)
        let outside = rules.transferReasons(on: today)["outside_territory"]
        #expect(outside?.leads(from: "08", to: .centre, in: "91") == true && outside?.leads(from: "08", to: .branch, in: "08") == false)
        #expect(outside?.leads(from: "08", to: .registered, in: "91") == false)
        let lacking = rules.transferReasons(on: today)["insufficient_resources"]
        #expect(lacking?.leads(from: "08", to: .centre, in: "08") == true && lacking?.leads(from: "08", to: .centre, in: "91") == false)
    }

    // Điều 25; the ground that conflict search finds is 25.2a.
    @Test func article25_2a_helperMustRefuseTheOpposingParty() {
        #expect(rules.helperChangeGrounds(on: today).all.map(\.limit) == [.replacementDefence, .replacementDefence, .replacementProtector])
        #expect(rules.helperRefusalGrounds(on: today)["opposing_party"]?.article == "Law 11/2017, Điều 25.2a")
    }

    @Test func article37_3_losingEligibilityIsNoGroundForStopping() {
        let grounds = rules.stopGrounds(on: today)
        #expect(grounds["not_eligible"] == nil)
        #expect(grounds["withdrawn"] != nil && grounds["prohibited_act"] != nil && grounds["papers_not_supplied"] != nil)
    }

    @Test func progressKindsFollowFormAndField() {
        let kinds = rules.progressKinds(on: today)
        #expect(kinds.kinds(for: .litigation, field: .criminal).contains { $0.key == "detention_visit" })
        #expect(!kinds.kinds(for: .litigation, field: .civil).contains { $0.key == "detention_visit" })
        #expect(!kinds.kinds(for: .advice, field: .civil).contains { $0.key == "hearing" })
        // Circular 02/2021, Điều 5.1a, 5.1b, 6.1a: their time is not capped as preparation is.
        for key in ["filing", "trial_preparation"] {
            #expect(kinds.kinds(for: .litigation, field: .administrative).contains { $0.key == key && !$0.preparation })
            #expect(!kinds.kinds(for: .litigation, field: .criminal).contains { $0.key == key })
        }
        for form in AidForm.allCases { #expect(kinds.kinds(for: form, field: .other).contains { $0.key == "other" }) }
    }

    // Decree 144/2017, Điều 13.5: litigation and representation alone, against papers.
    @Test func decree144_article13_5_expensesAreOfLitigationAndRepresentation() {
        let kinds = rules.expenseKinds(on: today)
        #expect(!kinds.confirmed && kinds.kinds(for: .advice, field: .civil).isEmpty)
        #expect(
            kinds.kinds(for: .litigation, field: .criminal) == kinds.all && kinds.kinds(for: .representation, field: .other) == kinds.all)
        #expect(kinds["travel"]?.article.contains("Điều 13.5b") == true && kinds.all.allSatisfy { !$0.proof.vi.isEmpty })
    }

    // Circular 12/2018, Điều 11.1.
    @Test func circular12_2018_article11_1_caseCodeIsTheOneOfTheCircular() {
        let register = rules.register(on: day(2018, 12, 1))
        #expect(register.code(organisation: "TT", form: .advice, number: 1, receivedOn: day(2018, 12, 1)) == "TT.TV.01.2018")
        #expect(register.code(organisation: "CN1", form: .litigation, number: 1234, receivedOn: today) == "CN1.TGTT.1234.2026")
        #expect(register.series(form: .advice, receivedOn: today) == register.series(form: .litigation, receivedOn: today))
    }

    private func kinds(_ form: AidForm, _ facts: DossierFacts = DossierFacts()) -> [String] {
        rules.dossier(on: today).required(form: form, facts: facts).map(\.kind)
    }
}
