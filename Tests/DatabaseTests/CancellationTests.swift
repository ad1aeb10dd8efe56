import Foundation
import Models
import Synchronization
import TestKit
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1))) struct CancellationTests {
    private let test: TestDatabase
    private let database: Database

    init() async throws {
        test = try await TestDatabase.make(.intake, migrations: [.notes])
        database = Database(DatabaseConfiguration(url: test.url, applicationName: "cancel-me", connections: 1))
    }

    /// Waits until the server runs so many statements like that.
    private func untilRunning(_ count: Int, like text: String) async throws {
        let query: SQL =
            "select count(*) from pg_stat_activity where state = 'active' and query like \(text) and application_name = 'cancel-me'"
        while try await test.database.value(.none, query, as: Int.self) != count { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test func aCancelledTasksStatementStopsOnTheServer() async throws {
        let task = Task { try await database.transaction(.service) { _ = try await $0.rows("select pg_sleep(25)") } }
        try await untilRunning(1, like: "%pg_sleep(25)%")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await untilRunning(0, like: "%pg_sleep(25)%")
        #expect(try await database.value(.service, "select 1::bigint", as: Int.self) == 1)
    }

    /// What the transaction goes on with is not touched.
    @Test func theStatementOfAChildTaskThatIsCancelledAloneStops() async throws {
        let count = try await database.transaction(.service) { transaction in
            // An error of the statement would end the transaction.
            try await transaction.execute("savepoint before_it")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await transaction.rows("select pg_sleep(22)") }
                try await untilRunning(1, like: "%pg_sleep(22)%")
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
            try await transaction.execute("rollback to savepoint before_it")
            return try await transaction.value("select 7::bigint", as: Int.self)
        }
        #expect(count == 7)
    }

    @Test func aTransactionOfACancelledTaskSendsNothingMore() async throws {
        let began = Mutex(false)
        let task = Task {
            try await database.transaction(.service) { transaction in
                try await transaction.execute("insert into notes (id, text) values (1, 'first')")
                began.withLock { $0 = true }
                while !Task.isCancelled { await Task.yield() }
                // From a task that is not cancelled itself.
                _ = try await Task { try await transaction.execute("insert into notes (id, text) values (2, 'second')") }.value
            }
        }
        while !began.withLock(\.self) { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await database.value(.service, "select count(*) from notes", as: Int.self) == 0)
    }

    /// Their statements are under way on one connection, one behind the other.
    @Test func twoThatAreCancelledInOneMomentBothStop() async throws {
        try await database.pool.withConnection { connection in
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        do {
                            _ = try await connection.run([Statement(text: "select pg_sleep(21)")])
                            return false
                        } catch { return error is CancellationError }
                    }
                }
                try? await untilRunning(1, like: "%pg_sleep(21)%")
                group.cancelAll()
                for await wasCancelled in group { #expect(wasCancelled) }
            }
            let answers = try await connection.run([Statement(text: "select 1")])
            #expect(answers.count == 1, "the connection is still there")
        }
    }

    @Test func aSingleStatementIsCancelledTooAndHasNoEffect() async throws {
        let task = Task {
            try await database.execute(.service, "insert into notes (id, text) select 1, pg_sleep(24)::text")
        }
        try await untilRunning(1, like: "%pg_sleep(24)%")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await database.value(.service, "select count(*) from notes", as: Int.self) == 0)
    }

    @Test func theConnectionOfACancelledTaskIsUsedAgain() async throws {
        let first = try await database.value(.none, "select pg_backend_pid()::bigint", as: Int.self)
        let task = Task { try await database.transaction(.service) { _ = try await $0.rows("select pg_sleep(23)") } }
        try await untilRunning(1, like: "%pg_sleep(23)%")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await database.value(.none, "select pg_backend_pid()::bigint", as: Int.self) == first)
    }

    @Test func aLateCancelNeverHitsTheStatementOfTheNextUser() async throws {
        // Cancelled about when they end; the next user's statement on the same connection must always pass.
        for round in 0..<150 {
            let task = Task { try await database.rows(.none, "select pg_sleep(0.002)") }
            try await Task.sleep(for: .microseconds(1_000 + 20 * round))
            task.cancel()
            let next = Task { try await database.value(.none, "select 1::bigint from pg_sleep(0.001)", as: Int.self) }
            #expect(try await next.value == 1, "round \(round)")
            do {
                _ = try await task.value
            } catch {
                #expect(error is CancellationError, "round \(round): \(error)")
            }
        }
    }

    @Test func aTaskThatIsCancelledAlreadyAsksNothingOfTheServer() async throws {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await database.execute(.service, "insert into notes (id, text) values (1, 'a')")
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await database.value(.service, "select count(*) from notes", as: Int.self) == 0)
    }

    @Test func aTaskThatWaitsForAConnectionIsSentAwayWhenItIsCancelled() async throws {
        let busy = Task { try await database.transaction(.service) { _ = try await $0.rows("select pg_sleep(22)") } }
        try await untilRunning(1, like: "%pg_sleep(22)%")
        let waiting = Task { try await database.ping() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        busy.cancel()
        await #expect(throws: CancellationError.self) { try await busy.value }
    }

    @Test func cancellingBlocksNobodyElse() async throws {
        // PQcancel blocks: were it called on the connections' thread, a server that does not answer it would stop all of them.
        let line = try Line(to: test.socket)
        let slow = Database(
            DatabaseConfiguration(url: test.url(host: line.folder, port: line.port), applicationName: "cancel-me", connections: 2))
        let task = Task { try await slow.transaction(.service) { _ = try await $0.rows("select pg_sleep(21)") } }
        try await untilRunning(1, like: "%pg_sleep(21)%")
        try await slow.ping()
        line.holdNewConnections()
        task.cancel()
        for _ in 1...100 { try await slow.ping() }
        await #expect(throws: CancellationError.self) { try await task.value }
        line.close()
    }

    @Test func aCancelledStatementWhoseLineHasFallenSilentEndsToo() async throws {
        let line = try Line(to: test.socket)
        let slow = Database(
            DatabaseConfiguration(url: test.url(host: line.folder, port: line.port), applicationName: "cancel-me", connections: 1))
        let task = Task { try await slow.transaction(.service) { _ = try await $0.rows("select pg_sleep(20)") } }
        try await untilRunning(1, like: "%pg_sleep(20)%")
        line.silence()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await slow.ping()
        line.close()
    }
}
