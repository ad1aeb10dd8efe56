import Glibc
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1))) struct ConnectionThreadTests {
    @Test func aThreadRestsThoughNoGraceIsGiven() async throws {
        let (paces, told) = AsyncStream<Duration>.makeStream()
        let thread = ConnectionThread(pace: .zero)
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let descriptor = ends[0]
        thread.perform { thread.watch(descriptor, reading: true, writing: false, for: Looking(told: told)) }
        for await pace in paces {
            #expect(pace >= ConnectionThread.quickestPace)
            break
        }
        thread.stop()
        for end in ends { close(end) }
    }

    private final class Looking: Watched {
        private let told: AsyncStream<Duration>.Continuation

        init(told: AsyncStream<Duration>.Continuation) { self.told = told }

        func ready() {}
        func look(every pace: Duration) { told.yield(pace) }
        func threadEnds() {}
    }
}
