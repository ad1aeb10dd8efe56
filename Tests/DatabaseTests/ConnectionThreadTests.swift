import Glibc
import Models
import TestKit
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

    /// Also once the thread has ended, and nobody is there to take it.
    @Test func whatIsAskedAfterTheDatabaseIsGoneIsRefused() async throws {
        let test = try await TestDatabase.make(.intake)
        var database: Database? = Database(DatabaseConfiguration(url: test.url, applicationName: "gone", connections: 1))
        let connection = try #require(try await database?.pool.openOwn())
        database = nil
        for _ in 0..<50 {
            await #expect(throws: DatabaseError.self) { _ = try await connection.run([Statement(text: "select 1 from pg_sleep(0.2)")]) }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    private final class Looking: Watched {
        private let told: AsyncStream<Duration>.Continuation

        init(told: AsyncStream<Duration>.Continuation) { self.told = told }

        func ready() {}
        func look(every pace: Duration) { told.yield(pace) }
        func threadEnds() {}
    }
}
