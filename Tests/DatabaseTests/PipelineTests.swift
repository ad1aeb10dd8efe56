import Foundation
import Models
import TestKit
import Testing

@testable import Database

/// The traps of libpq's pipeline mode. Those of the rest of libpq 15, by name: `cancellingBlocksNobodyElse` and
/// `aLateCancelNeverHitsTheStatementOfTheNextUser` (`PQcancel` blocks, on a connection of its own), `copyGoesOnBetweenOtherStatementsOfATransaction`
/// (no COPY in a pipeline), `aNotificationOnAConnectionOfThePoolIsDrained` (`PQnotifies` after each `PQconsumeInput`),
/// `aLostConnectionIsThrownAwayAndReplaced` (rather than reset), `hostsAreTriedOneByOneAndTheOneThatAnsweredIsAskedFirst` (descriptors come again and
/// are watched anew: no DispatchSource on what a library owns).
@Suite struct PipelineTests {
    @Test(.timeLimit(.minutes(1))) func aHugeBatchInBothDirectionsDoesNotDeadlock() async throws {
        let database = try await TestDatabase.make(.intake).database
        let large = String(repeating: "đ", count: 500_000)
        try await database.transaction(.service) { transaction in
            for _ in 1...40 { transaction.later("select \(large)::text || \(large)::text") }
            let length = try await transaction.value("select length(\(large)::text)", as: Int.self)
            #expect(length == 500_000)
        }
    }

    @Test func aScriptLeavesThePipelineAndEntersItAgain() async throws {
        let test = try await TestDatabase.make(.intake, migrations: [.notes])
        let database = Database(DatabaseConfiguration(url: test.url, applicationName: "test", connections: 1))
        for round in 1...3 {
            try await database.pool.withConnection { connection in
                _ = try await connection.run([Statement(text: "select 1")])
                try await connection.script("insert into notes values (\(round), 'a'); select 1; select 2")
                _ = try await connection.run([Statement(text: "select 1")])
                await #expect(throws: DatabaseError.self) { try await connection.script("select 1; select nonsense") }
                let answers = try await connection.run([Statement(text: "select id from notes"), Statement(text: "select 7")])
                #expect(answers.map(\.count) == [round, 1])
            }
        }
    }

    @Test func whatIsAskedDuringAScriptWaitsForItsEnd() async throws {
        let database = try await TestDatabase.make(.intake).database
        try await database.session { session in
            async let slow: Void = session.script("select pg_sleep(0.2); create temporary table made (id int)")
            async let quick = session.isAlive()
            try await slow
            #expect(await quick)
            try await session.script("insert into made values (1)")
        }
    }

    @Test func statementsOfOneTransactionMayBeAskedForAtTheSameTime() async throws {
        let database = try await TestDatabase.make(.intake).database
        let sum = try await database.transaction(.service) { transaction in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...100 {
                    group.addTask { try await transaction.value("select \(number)::bigint", as: Int.self) ?? 0 }
                }
                return try await group.reduce(0, +)
            }
        }
        #expect(sum == 5_050)
    }

    @Test func aStatementThatCannotBePreparedFailsAloneAndIsPreparedAnewLater() async throws {
        let test = try await TestDatabase.make(.intake)
        let database = Database(DatabaseConfiguration(url: test.url, applicationName: "test", connections: 1))
        for _ in 1...2 {
            let error = try await #require(throws: DatabaseError.self) {
                try await database.rows(.none, "select id\nfrom not_there_yet where id = \(1)")
            }
            #expect(error.sqlState == "42P01")
            #expect(error.place?.line == 2)
            #expect(error.place?.column == 6)
            #expect(error.place?.excerpt == "not_there_yet where id = $1")
        }
        try await test.asOwner("create table not_there_yet (id bigint)")
        #expect(try await database.rows(.none, "select id\nfrom not_there_yet where id = \(1)").isEmpty)
    }

    @Test func whatIsInUseStaysPreparedAndWhatRestsMakesRoom() async throws {
        let test = try await TestDatabase.make(.intake)
        let database = Database(DatabaseConfiguration(url: test.url, applicationName: "test", connections: 1))
        try await database.transaction(.none) { transaction in
            for number in 1...600 {
                let columns = Array(repeating: "1" as SQL, count: number).joined(", ")
                let length = try await transaction.value("select array_length(array[\(columns)], 1)::bigint", as: Int.self)
                #expect(length == number)
                // Its text holds a value of its own type, so that there are two of them.
                #expect(try await transaction.value("select \(number)", as: Int.self) == number)
                #expect(try await transaction.value("select \("hot")", as: String.self) == "hot")
            }
            let prepared = try await transaction.rows("select statement from pg_prepared_statements").map {
                try $0.get("statement", as: String.self)
            }
            #expect(prepared.count <= PreparedStatements.limit)
            #expect(prepared.count { $0 == "select $1" } == 2)
        }
    }

    /// What makes room is skipped with all that follows a statement that fails.
    @Test func whatCouldNotMakeRoomMakesItLater() async throws {
        let test = try await TestDatabase.make(.intake)
        let database = Database(DatabaseConfiguration(url: test.url, applicationName: "test", connections: 1))
        let failing = Statement(text: "select 1 / (pg_backend_pid() - pg_backend_pid())")
        try await database.pool.withConnection { connection in
            for number in 1...PreparedStatements.limit { _ = try await connection.run([Statement(text: "select 1", times: number)]) }
            for number in 1...20 {
                let error = await #expect(throws: DatabaseError.self) {
                    _ = try await connection.run([failing, Statement(text: "select 'skipped'", times: number)])
                }
                #expect(error?.sqlState == "22012")
                _ = try await connection.run([Statement(text: "select 'after it'", times: number)])
                // In a transaction that has failed it would be refused.
                _ = try await connection.run([.begin])
                await #expect(throws: DatabaseError.self) { _ = try await connection.run([failing]) }
                await #expect(throws: DatabaseError.self) {
                    _ = try await connection.run([Statement(text: "select 'refused'", times: number)])
                }
                _ = try await connection.run([.rollback])
                _ = try await connection.run([Statement(text: "select 'after that'", times: number)])
            }
            let prepared = try await connection.run([Statement(text: "select count(*) from pg_prepared_statements")])
            let count = try #require(try prepared.last?.first?.first(as: Int.self))
            #expect(count <= PreparedStatements.limit)
        }
    }

    @Test func whatIsOutOfDateStaysPreparedOnce() async throws {
        let test = try await TestDatabase.make(.intake, migrations: [.notes])
        let database = Database(DatabaseConfiguration(url: test.url, applicationName: "test", connections: 1))
        let query: SQL = "select * from notes"
        for number in 1...3 {
            _ = try await database.rows(.service, query)
            try await test.asOwner("alter table notes add column more_\(number) int")
        }
        _ = try await database.rows(.service, query)
        let prepared: SQL = "select count(*) from pg_prepared_statements where statement = 'select * from notes'"
        #expect(try await database.value(.none, prepared, as: Int.self) == 1)
    }
}

extension Statement {
    /// One of many different texts that mean the same.
    fileprivate init(text: SQLText, times: Int) {
        var whole = text
        for _ in 0..<times { whole.append(" " as StaticString) }
        self.init(text: whole)
    }
}
