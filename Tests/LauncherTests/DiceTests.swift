import Testing

@testable import Launcher

@Suite struct DiceTests {
    @Test func sameSeedGivesTheSameNumbers() {
        var (one, two) = (Dice(7, 3), Dice(7, 3))
        #expect((0..<100).map { _ in one.next() } == (0..<100).map { _ in two.next() })
    }

    @Test func numbersAreTheSameOnEveryMachine() {
        var dice = Dice(1, 2, 3)
        #expect((0..<3).map { _ in dice.next() } == golden)
    }

    private let golden: [UInt64] = [2_940_678_738_467_981_863, 7_204_486_418_739_843_001, 15_733_518_147_948_750_220]

    @Test func streamsDiffer() {
        var streams = [Dice(1, 2), Dice(2, 1), Dice(1, 2, 0), Dice(1, 3)]
        #expect(Set(streams.indices.map { streams[$0].next() }).count == streams.count)
    }

    @Test func weightsHold() {
        var dice = Dice(1)
        let draws = (0..<30_000).map { _ in dice.pick([Weighted("a", 1), Weighted("b", 2), Weighted("c", 0)]) }
        #expect(!draws.contains("c"))
        #expect(abs(Double(draws.count { $0 == "a" }) / 30_000 - 1.0 / 3) < 0.01)
    }

    @Test func numbersStayInTheirRange() {
        var dice = Dice(5)
        #expect(Set((0..<1_000).map { _ in dice.number(-1...2) }) == [-1, 0, 1, 2])
    }
}
