import Models
import Rules
import Testing

@testable import Launcher

@Suite struct SamplePlanTests {
    let samples: Samples
    private var rules: RulePacks { samples.rules }

    init() throws {
        samples = try Samples()
    }

    @Test func thirtyFourCentresStandInThirtyFourProvinces() {
        let centres = samples.plan().filter { $0.kind == .centre }
        #expect(centres.count == 34)
        #expect(Set(centres.map(\.province)) == Set(rules.provinces.all.map(\.code)))
    }

    @Test(arguments: [1, 5, 34, 40, 63]) func asManyCentresAsAskedFor(_ count: Int) {
        #expect(samples.plan(count).count { $0.kind == .centre } == count)
        #expect(SampleOrganisation.mostCentres(rules.provinces) == 63)
    }

    @Test(arguments: [3, 34, 63]) func codesAreUniqueWhereTheRegisterAsksForIt(_ count: Int) {
        let plan = samples.plan(count)
        let places = plan.map { "\($0.kind) \($0.province) \($0.parent ?? "") \($0.code)" }
        #expect(Set(places).count == plan.count)
        #expect(Set(plan.map(\.key)).count == plan.count)
        #expect(plan.allSatisfy { $0.title.contains("(mẫu)") && $0.title.count <= 200 && $0.email.hasSuffix(".example.org") })
    }

    @Test func branchesFollowTheirCentre() {
        var seen: Set<String> = []
        for organisation in samples.plan(63) {
            if let parent = organisation.parent { #expect(seen.contains(parent)) }
            seen.insert(organisation.key)
        }
    }

    @Test func helpersAreOfKindsThatTheLawGivesTheirOrganisation() {
        let kinds = rules.helperKinds(on: LegalDate(samples.until))
        for organisation in samples.plan() {
            let helpers = SampleHelper.all(of: organisation, centreHas: 20, domain: "x.example.org")
            #expect(helpers.count == (organisation.kind == .centre ? 20 : 4))
            #expect(helpers.allSatisfy { kinds.may($0.kind, workFor: organisation.kind) })
            #expect(Set(helpers.map(\.email)).count == helpers.count)
            // Someone can take every form of aid.
            #expect(AidForm.allCases.allSatisfy { form in helpers.contains { kinds.may($0.kind, take: form) } })
        }
    }

    @Test func helpersStayTheSameWhenMoreAreAskedFor() throws {
        let centre = try #require(samples.plan(1).first)
        let few = SampleHelper.all(of: centre, centreHas: 5, domain: "x.example.org")
        #expect(few == Array(SampleHelper.all(of: centre, centreHas: 20, domain: "x.example.org").prefix(5)))
    }

    @Test func everyProvinceOfThePackIsKnown() {
        #expect(Set(SampleProvince.table.map(\.code)) == Set(rules.provinces.all.map(\.code)))
        #expect(SampleProvince.table.reduce(0) { $0 + $1.formerProvinces } == 63)
    }

    @Test func peoplesAreThoseOfThePackAndHaveNamesOfTheirOwn() {
        for people in Set(SampleProvince.table.flatMap(\.peoples)) {
            #expect(rules.ethnicGroups.named(people)?.name == people, "\(people)")
            #expect(rules.ethnicGroups.named(people)?.majority == false, "\(people)")
            #expect(PeopleNames.table[people] != nil, "\(people)")
        }
    }
}
