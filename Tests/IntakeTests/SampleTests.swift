import Foundation
import Models
import Testing

@testable import Intake

/// The draw of a sample, and the measure of agreement.
@Suite struct SampleTests {
    private func population(_ count: Int, helpers: Int) -> [DrawSample.Member] {
        let known = (0..<helpers).map { _ in HelperID(at: Date()) }
        return (0..<count).map { DrawSample.Member(id: CaseID(at: Date()), helper: known[$0 % helpers]) }
    }

    @Test func theSameSeedDrawsTheSameFromTheSameCases() {
        let cases = population(200, helpers: 7)
        let draw = DrawSample(seed: "2026-08", percent: 10)
        let sample = draw(cases)
        #expect(draw(cases.shuffled()) == sample && draw(cases.reversed()) == sample)
        #expect(DrawSample(seed: "2026-09", percent: 10)(cases) != sample)
        #expect(sample.count == 20 && Set(sample).count == 20)
    }

    @Test(arguments: [(100, 30, 10.0, 30), (100, 3, 10.0, 10), (1, 1, 0.1, 1), (11, 2, 10.0, 2), (5, 5, 100.0, 5)])
    func everyHelperIsCovered(cases: Int, helpers: Int, percent: Double, drawn: Int) {
        let members = population(cases, helpers: helpers)
        let sample = Set(DrawSample(seed: "x", percent: percent)(members))
        #expect(sample.count == drawn)
        #expect(Set(members.filter { sample.contains($0.id) }.map(\.helper)) == Set(members.map(\.helper)))
    }

    @Test func noCasesGiveNoSample() {
        #expect(DrawSample(seed: "x", percent: 10)([]).isEmpty)
    }

    @Test func kappaSaysHowFarGradesAgreeBeyondChance() {
        func times(_ count: Int, _ one: String, _ other: String) -> [(String, String)] { Array(repeating: (one, other), count: count) }
        // Cohen's own arithmetic: 0.7 observed, 0.5 by chance.
        let mixed = times(20, "good", "good") + times(5, "good", "fair") + times(10, "fair", "good") + times(15, "fair", "fair")
        #expect(Agreement.kappa(of: mixed) == 0.4)
        #expect(Agreement.kappa(of: times(3, "good", "good") + times(2, "fail", "fail")) == 1)
        #expect(Agreement.kappa(of: times(1, "good", "fair") + times(1, "fair", "good")) == -1)
        #expect(Agreement.kappa(of: times(4, "good", "good")) == nil && Agreement.kappa(of: []) == nil)
    }
}
