import Models
import Testing

@testable import Launcher

/// Ten thousand drawn cases against the published figures, with three standard deviations and a little for what the provinces' limits cost.
@Suite struct SampleProportionTests {
    /// Drawn once for all tests.
    private static let drawn = Result {
        let samples = try Samples()
        return (cases: (0..<10_000).map(samples.drawing().accepted), plan: samples.plan())
    }

    let cases: [SampleCase]
    let plan: [SampleOrganisation]

    init() throws {
        (cases, plan) = try Self.drawn.get()
    }

    private func share(_ matches: (SampleCase) -> Bool) -> Double { Double(cases.count(where: matches)) / Double(cases.count) }

    @Test func litigationIsAsPublished() {
        #expect(abs(share { $0.request.form == .litigation } - 32_748 / 39_641) < 0.012)
        #expect(share { $0.request.form == .representation } > 0.005)
    }

    @Test func asManyEndAsTheCountryCloses() {
        #expect(abs(share { $0.ending != nil } - 37_343 / 63_361) < 0.02)
        let stopped = share { if case .stopped = $0.ending { true } else { false } }
        #expect((0.01...0.03).contains(stopped))
    }

    @Test func litigationIsMostlyCriminal() {
        let litigation = cases.filter { $0.request.form == .litigation }
        let criminal = Double(litigation.count { $0.request.field == .criminal }) / Double(litigation.count)
        #expect((0.65...0.78).contains(criminal))
    }

    @Test func everyCategoryOfTheLawComes() {
        let seen = Set(cases.compactMap(\.request.categories.first))
        let known = Set(ClientProfile.all.flatMap(\.categories))
        #expect(seen == known)
        #expect(known.count == 14)
    }

    @Test func categoriesComeAsOftenAsPlanned() {
        let facts = cases.map(\.request.categories)
        func share(_ matches: ([Models.Category]) -> Bool) -> Double { Double(facts.count(where: matches)) / Double(facts.count) }
        let joint = share { Set($0).isSuperset(of: [.poorHousehold, .ethnicMinority]) }
        #expect(abs(joint - 0.15) < 0.03)
        #expect(abs(share { $0.first?.rawValue == "child" } - 0.16) < 0.02)
        #expect(abs(share { $0.first?.rawValue == "accused_16_18" } - 0.095) < 0.015)
    }

    @Test func centresGetCasesBySize() {
        let whole = plan.reduce(0) { $0 + $1.weight }
        let city = plan.filter { $0.province == "79" }
        let expected = city.reduce(0) { $0 + $1.weight } / whole
        let keys = Set(city.map(\.key))
        #expect(abs(share { keys.contains($0.organisation) } - expected) < 0.01)
        #expect(Set(cases.map(\.organisation)) == Set(plan.map(\.key)))
    }

    @Test func casesComeInEveryMonth() {
        let months = Dictionary(grouping: cases, by: \.receivedOn.month).mapValues(\.count)
        #expect(months.count == 11)
        #expect(months.filter { $0.key < 11 }.allSatisfy { (600...1_200).contains($0.value) })
    }

    @Test func namesAreVaried() {
        #expect(Set(cases.map(\.request.client.name)).count > 5_000)
        #expect(Set(cases.map(\.request.summary)).count > 2_000)
        #expect(Set(cases.map(\.request.client.ethnicity)).count > 25)
    }
}
