import Foundation
import Models
import Rules
import Testing

@testable import Launcher

@Suite struct SampleDrawingTests {
    let samples: Samples

    init() throws {
        samples = try Samples()
    }

    @Test func sameSeedGivesTheSameCases() {
        let (one, two) = (samples.drawing(seed: 9), samples.drawing(seed: 9))
        #expect((0..<200).map(one.accepted) == (0..<200).reversed().map(two.accepted).reversed())
        #expect((0..<50).map { one.undecided($0).sample } == (0..<50).map { two.undecided($0).sample })
    }

    @Test func anotherSeedGivesOtherCases() {
        let (one, two) = (samples.drawing(seed: 1), samples.drawing(seed: 2))
        #expect(!(0..<50).contains { one.accepted($0) == two.accepted($0) })
    }

    @Test func noDrawnCaseIsContradicted() {
        let drawing = samples.drawing()
        let contradictions = (0..<10_000).flatMap {
            samples.rules.check(samples.facts(drawing.accepted($0))).contradictions.map(\.category)
        }
        #expect(contradictions.isEmpty)
        #expect((0..<1_000).allSatisfy { samples.rules.check(samples.facts(drawing.undecided($0).sample)).contradictions.isEmpty })
    }

    @Test func casesAreOfTheYearUpToNow() throws {
        let drawing = samples.drawing()
        let year = LegalDate(samples.until).year
        for index in 0..<3_000 {
            let sample = drawing.accepted(index)
            let received = try #require(Instant.parse(sample.request.receivedAt))
            #expect(received <= samples.until && sample.receivedOn.year == year)
            #expect(sample.receivedOn == LegalDate(received))
        }
    }

    @Test func casesEndBetweenReceptionAndNow() {
        let drawing = samples.drawing()
        for sample in (0..<3_000).map(drawing.accepted) {
            guard let date = sample.ending?.date else { continue }
            #expect(date >= sample.receivedOn && date <= drawing.today)
        }
    }

    @Test func everyFieldFitsTheContract() {
        let drawing = samples.drawing()
        for request in (0..<3_000).map({ drawing.accepted($0).request }) {
            #expect((1...200).contains(request.client.name.count) && !request.client.name.contains("{"))
            #expect((1...4_000).contains(request.summary.count) && !request.summary.contains("{"))
            #expect(samples.rules.ethnicGroups.named(request.client.ethnicity) != nil)
            #expect(samples.rules.provinces[request.client.residence.province] != nil)
            #expect(request.decision == "accept")
        }
    }

    @Test func casesOfTheFirstHoursOfAYearAreDrawnToo() {
        let newYear = LegalDate(year: 2027, month: 1, day: 1)?.start.addingTimeInterval(3_600) ?? samples.until
        let drawing = SampleDrawing(seed: 1, organisations: samples.plan(2), rules: samples.rules, until: newYear)
        #expect((0..<200).allSatisfy { Instant.parse(drawing.accepted($0).request.receivedAt).map { $0 <= newYear } ?? false })
    }
}

extension SampleCase.Ending {
    fileprivate var date: LegalDate {
        switch self {
        case .finished(let date, _), .stopped(let date, _): date
        }
    }
}
