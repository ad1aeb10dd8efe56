import Foundation
import Models
import TestKit
import Testing

@testable import Database

/// Whose turn it is where more wait than there are connections.
@Suite(.timeLimit(.minutes(1))) struct PoolTurnTests {
    private let test: TestDatabase

    init() async throws {
        test = try await TestDatabase.make(.intake, migrations: [.notes])
    }

    /// All three stand in line on the pool's one thread, one after the other.
    @Test func whoWasGivenADeadConnectionIsNotOvertaken() async throws {
        let line = try Line(to: test.socket)
        let database = try await line.soonDistrusted(test)
        line.silence()
        try await Task.sleep(for: .milliseconds(200))
        let served = Counted()
        let callers = (1...3).map { number in
            Task(executorPreference: database.pool.thread) {
                try await database.pool.withConnection { _ in #expect(served.increment() == number) }
            }
        }
        for caller in callers { try await caller.value }
        #expect(database.pool.lent.isEmpty)
        line.close()
    }

    @Test func manyOfOneTenantKeepNobodyOfAnotherWaiting() async throws {
        let noted = NotedMetrics()
        let database = Database(
            DatabaseConfiguration(url: test.url, applicationName: "pool-test", connections: 2), metrics: noted)
        let (crowd, other) = (Scope.organisations([OrganisationID(at: .now)]), Scope.organisations([OrganisationID(at: .now)]))
        let served = Counted()
        func caller(_ scope: Scope) -> Task<Int, any Error> {
            Task(executorPreference: database.pool.thread) {
                try await database.pool.withConnection(for: scope) { _ in served.increment() }
            }
        }
        func untilWaiting(_ count: Double) async throws {
            while noted.values["caunoi_database_callers_waiting"] != count { try await Task.sleep(for: .milliseconds(1)) }
        }
        let (many, one) = try await database.pool.withConnection(for: crowd) { _ in
            // Where the inner one is given back, the crowd still has the outer one.
            try await database.pool.withConnection(for: crowd) { _ in
                var many: [Task<Int, any Error>] = []
                for number in 1...3 {
                    many.append(caller(crowd))
                    try await untilWaiting(Double(number))
                }
                let one = caller(other)
                try await untilWaiting(4)
                return (many, one)
            }
        }
        #expect(try await one.value == 1)
        var places: [Int] = []
        for task in many { places.append(try await task.value) }
        #expect(places == [2, 3, 4], "among themselves, who came first is served first")
    }

    @Test func whoHasWaitedForLongIsNextWhoeverHasMore() async throws {
        let patience = Duration.seconds(10)
        for (waited, first) in [(Duration.zero, 2), (patience / 2, 1)] {
            var state = PoolState(breaker: CircuitBreaker(threshold: 1), patience: patience)
            let (one, other) = (PoolState.Holder(.province("01")), PoolState.Holder(.province("02")))
            state.lend(to: one)
            for (ticket, holder) in [(1, one), (2, other)] {
                let _: PoolState.Turn = try await withUnsafeThrowingContinuation { continuation in
                    state.enqueue(
                        PoolState.Waiter(ticket: ticket, holder: holder, deadline: .now + patience - waited, continuation: continuation))
                    continuation.resume(returning: .open)
                }
            }
            #expect(state.next()?.ticket == first)
        }
    }

    @Test func whoseTurnCameToNothingStandsWhereItStood() async throws {
        var state = PoolState(breaker: CircuitBreaker(threshold: 1), patience: .seconds(10))
        let began = Moment.now
        for ticket in [2, 3, 1, 4] {
            let deadline = began + .seconds(ticket)
            let _: PoolState.Turn = try await withUnsafeThrowingContinuation { continuation in
                state.enqueue(PoolState.Waiter(ticket: ticket, holder: .init(nil), deadline: deadline, continuation: continuation))
                continuation.resume(returning: .open)
            }
        }
        #expect(state.waiting.map(\.ticket) == [1, 2, 3, 4])
    }
}
