import Foundation
import Synchronization
import Testing

@testable import Launcher

@Suite struct SampleFillingTests {
    @Test func aRepeatGetsTheSameEnd() throws {
        let folder = try Scratch()
        let data = try folder.dataFolder()
        let now = Date(timeIntervalSince1970: 1_795_420_800.75)
        let first = try SampleJournal.end(seed: 1, centres: 34, now: now, in: data)
        #expect(first.timeIntervalSince1970 == 1_795_420_800)
        #expect(try SampleJournal.end(seed: 1, centres: 34, now: now.addingTimeInterval(3_600), in: data) == first)
        #expect(try SampleJournal.end(seed: 2, centres: 34, now: now.addingTimeInterval(3_600), in: data) != first)
        #expect(try SampleJournal.end(seed: 1, centres: 33, now: now.addingTimeInterval(3_600), in: data) != first)
    }

    @Test func aRepeatThatNobodyWouldKnowAgainIsRefused() throws {
        let folder = try Scratch()
        let data = try folder.dataFolder()
        let now = Date(timeIntervalSince1970: 1_795_420_800)
        _ = try SampleJournal.end(seed: 1, centres: 34, now: now, in: data)
        #expect(throws: LaunchError.self) {
            try SampleJournal.end(seed: 1, centres: 34, now: now.addingTimeInterval(7 * 86_400), in: data)
        }
    }

    @Test(arguments: [429, 502, 503, 504]) func busyOrAwayPasses(_ status: Int) {
        let refusal = SampleRefusal(status: status, retryAfter: "3", body: Data())
        #expect(refusal.passes && refusal.wait == .seconds(3))
    }

    @Test func aMistakeDoesNotPass() {
        let body = #"{"title":"Bad","errors":[{"pointer":"/categories","code":"not_a_child","message":"Too old"}]}"#
        let refusal = SampleRefusal(status: 422, retryAfter: nil, body: Data(body.utf8))
        #expect(!refusal.passes)
        #expect(refusal.description == "422 /categories: Too old")
    }

    @Test func aCentreNotHeardOfYetPasses() {
        let body = #"{"errors":[{"pointer":"/centre","code":"unknown_centre","message":"?"}]}"#
        #expect(SampleRefusal(status: 422, retryAfter: nil, body: Data(body.utf8)).passes)
        let other =
            #"{"errors":[{"pointer":"/centre","code":"unknown_centre","message":"?"},{"pointer":"/form","code":"x","message":"?"}]}"#
        #expect(!SampleRefusal(status: 422, retryAfter: nil, body: Data(other.utf8)).passes)
    }

    @Test func noMoreThanTheLimitIsUnderWay() async throws {
        let running = Atomic(0)
        let most = Atomic(0)
        var sum = 0
        try await inFlight(4, 1...100) { number in
            let now = running.add(1, ordering: .relaxed).newValue
            most.max(now, ordering: .relaxed)
            await Task.yield()
            running.subtract(1, ordering: .relaxed)
            return number
        } collect: {
            sum += $0
        }
        #expect(sum == 5_050)
        #expect(most.load(ordering: .relaxed) <= 4)
    }

    @Test func progressTellsRateAndRest() {
        let half = SampleProgress.line("cases", done: 500, of: 1_000, after: .seconds(5), withBar: true)
        #expect(half.contains("[###############...............] 500/1000  100/s  5 s left"))
        #expect(
            SampleProgress.line("cases", done: 1_000, of: 1_000, after: .seconds(10), withBar: false).hasSuffix("1000/1000  100/s  in 10 s")
        )
        #expect(SampleProgress.line("cases", done: 0, of: 0, after: .zero, withBar: true).contains("0/0"))
    }

    @Test func summaryCountsAndGivesReasons() {
        var tally = SampleTally()
        for outcome in [SampleTally.Outcome.made, .made, .known, .refused("409 no")] { tally.add(outcome) }
        #expect(tally.lines("cases") == ["  cases                      2 made, 1 already there, 1 refused", "    1 × 409 no"])
        #expect(tally.failures == 1)
    }
}
