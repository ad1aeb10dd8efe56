import Foundation
import Glibc
import Models
import TestKit
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(2))) struct FailoverTests {
    @Test func aPromotedStandbyIsFoundAndThePoolGoesOn() async throws {
        let servers = try Servers()
        defer { servers.stop() }
        try servers.startPrimary()
        try servers.startStandby()
        var configuration = DatabaseConfiguration(
            url: "postgresql://postgres@/postgres?host=\(servers.folder),\(servers.folder)&port=\(Servers.standby),\(Servers.primary)",
            applicationName: "failover", connections: 4)
        configuration.outcomePatience = .milliseconds(500)
        let database = Database(configuration)
        try await database.execute(.none, "create table notes (id int primary key)")
        try await database.execute(.none, "insert into notes values (1)")
        #expect(try await database.value(.none, "select pg_is_in_recovery()", as: Bool.self) == false)
        try servers.untilStandbyHasAll()

        // A transaction is under way when the primary dies. If COMMIT was sent, nobody can tell on the new one: its number means nothing there. If the
        // loss was seen before, it is run again.
        let runs = Counted()
        let second: [Int]
        do {
            try await database.transaction(.none) { transaction in
                try await transaction.execute("insert into notes values (2)")
                guard runs.increment() == 1 else { return }
                servers.killPrimary()
                servers.promote()
            }
            second = [2]
        } catch let error as DatabaseError {
            #expect(error.kind == .unknownOutcome || error.kind == .connectionLost)
            second = []
        }
        var recovered = false
        while !recovered {
            recovered = (try? await database.execute(.none, "insert into notes values (3) on conflict do nothing")) != nil
            try await Task.sleep(for: .milliseconds(20))
        }
        let ids = try await database.rows(.none, "select id from notes order by id").map { try $0.get("id", as: Int.self) }
        #expect(ids == [1] + second + [3])
        #expect(try await database.value(.none, "select current_setting('port')", as: String.self) == "\(Servers.standby)")
    }

    /// A crash forgets the numbers that had not been written to the log, and gives them to others: their commits are not ours.
    @Test func aNumberThatACrashGaveToAnotherTransactionTellsNothingOfOurs() async throws {
        let servers = try Servers()
        defer { servers.stop() }
        try servers.startPrimary()
        let database = Database(
            DatabaseConfiguration(
                url: servers.url(user: "postgres"), applicationName: "crash", connections: 2))
        try await database.execute(.none, "create table notes (id int primary key)")
        let lost = try await database.pool.withConnection { connection in
            let transaction = Transaction(on: connection, scope: .none, statementTimeout: nil, metrics: database.pool.metrics)
            try await transaction.execute("insert into notes values (1)")
            servers.killPrimary()
            return transaction
        }
        let number = String(try #require(lost.connection.transactionID))
        try servers.restartPrimary()
        let commit = LostCommit(value: 1, transaction: lost, error: DatabaseError(kind: .unknownOutcome, message: "lost"))
        // Nobody has the number now.
        await #expect(throws: DatabaseError.self) { try await commit.settle(asking: database.pool) }
        var status: String?
        while status != "committed" {
            _ = try? await database.execute(
                .none, "insert into notes select max(id) + 1 from (select id from notes union all select 100) as ids")
            status = try? await database.value(.none, "select pg_xact_status(\(number)::text::xid8)", as: String.self)
            try #require(status != "aborted", "the crash has not forgotten the number")
        }
        // Somebody has it now, and has committed.
        await #expect(throws: DatabaseError.self) { try await commit.settle(asking: database.pool) }
        #expect(try await database.value(.none, "select count(*) from notes where id = 1", as: Int.self) == 0)
        let incarnation = try await database.pool.withConnection { $0.identity.incarnation }
        #expect(!incarnation.isEmpty && incarnation != lost.connection.identity.incarnation)
    }

    @Test func aNumberOfATransactionIsNotAskedOfAnotherTimeline() async throws {
        let test = try await TestDatabase.make(.intake)
        let timeline = try await test.database.pool.withConnection { $0.identity.timeline }
        #expect(timeline.count == 8 && timeline != "00000000")
    }
}
