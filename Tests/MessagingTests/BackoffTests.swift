import Testing

@testable import Messaging

struct BackoffTests {
    @Test func waitsDoubleUpToTheLongestAndStartAgain() {
        var backoff = Backoff(shortest: .milliseconds(100), longest: .seconds(2))
        for whole in [100, 200, 400, 800, 1_600, 2_000, 2_000].map({ Duration.milliseconds($0) }) {
            let wait = backoff.next()
            #expect(wait >= whole / 2 && wait <= whole)
        }
        for _ in 0..<100 { #expect(backoff.next() <= .seconds(2)) }
        backoff.reset()
        #expect(backoff.next() <= .milliseconds(100))
    }
}
