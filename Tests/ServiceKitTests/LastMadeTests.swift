import Testing

@testable import ServiceKit

struct LastMadeTests {
    /// Makes pages, and counts how many.
    private final class Press {
        let kept = LastMade<String, [Int], Int>(limit: 2)
        private(set) var made = 0

        func show(_ contents: [Int], to look: String) {
            _ = kept.made(of: contents, for: look) {
                made += 1
                return made
            }
        }
    }

    @Test func aPageIsMadeAgainOnlyWhereItShowsSomethingElse() {
        let press = Press()
        press.show([1], to: "a")
        press.show([1], to: "a")
        #expect(press.made == 1)
        press.show([1, 2], to: "a")
        press.show([1, 2], to: "a")
        #expect(press.made == 2)
        press.show([1], to: "a")
        #expect(press.made == 3)
    }

    @Test func nobodyIsShownWhatWasMadeForAnother() {
        let press = Press()
        press.show([1], to: "a")
        press.show([1], to: "b")
        #expect(press.made == 2)
    }

    @Test func whatWasNotAskedForLongestGivesWay() {
        let press = Press()
        press.show([1], to: "a")
        press.show([1], to: "b")
        press.show([1], to: "a")
        press.show([1], to: "c")
        #expect(press.made == 3)
        press.show([1], to: "a")
        #expect(press.made == 3)
        press.show([1], to: "b")
        #expect(press.made == 4)
    }
}
