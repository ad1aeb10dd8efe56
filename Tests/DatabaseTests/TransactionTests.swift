import Foundation
import Models
import TestKit
import Testing

@testable import Database

@Suite struct TransactionTests {
    /// It would go on without its beginning and its scope.
    @Test func whatCouldNotBeSentKeepsTheRestFromBeingCommitted() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        let error = await #expect(throws: DatabaseError.self) {
            try await database.transaction(.service) { transaction in
                transaction.later("insert into notes (id, text) values (1, \("a\0b"))")
                _ = try? await transaction.value("select 1::bigint", as: Int.self)
                _ = try? await transaction.execute("insert into notes (id, text) values (2, 'second')")
            }
        }
        #expect(error?.sqlState == "25P02")
        #expect(try await database.value(.service, "select count(*) from notes", as: Int.self) == 0)
    }

    @Test func aStatementThatIsRefusedBeforeItIsSentLeavesTheTransactionWhole() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        try await database.transaction(.service) { transaction in
            await #expect(throws: DatabaseError.self) {
                try await transaction.execute("insert into notes (id, text) values (1, \("a\0b"))")
            }
            try await transaction.execute("insert into notes (id, text) values (2, 'second')")
        }
        #expect(try await database.value(.service, "select count(*) from notes", as: Int.self) == 1)
    }

    @Test func valuesOfEveryTypeComeBackAsTheyWere() async throws {
        let database = try await TestDatabase.make(.intake).database
        let id = UUID.v7(at: Date())
        let instant = Date(timeIntervalSince1970: 1_795_000_000.123456)
        let date = try #require(LegalDate(year: 1931, month: 2, day: 28))
        let rows = try await database.transaction(.service) { transaction in
            try await transaction.rows(
                """
                select \(id) as id, \("Nguyễn Thị Sương \u{1F468}")::text as name, \(true) as yes, \(42) as number, \(-1.5) as real,
                    \(instant) as instant, \(date) as date, \(Data([0, 1, 255])) as bytes, \(["a", "đ"]) as texts, \([id]) as ids,
                    \(Int?.none) as nothing, \([String]())::text[] as empty, \(AidForm.advice)::text as form
                """)
        }
        let row = try #require(rows.first)
        #expect(try row.get("id") == id)
        #expect(try row.get("name") == "Nguyễn Thị Sương \u{1F468}")
        #expect(try row.get("yes") == true)
        #expect(try row.get("number") == 42)
        #expect(try row.get("real") == -1.5)
        #expect(try abs(row.get("instant", as: Date.self).timeIntervalSince(instant)) < 0.000_001)
        #expect(try row.get("date") == date)
        #expect(try row.get("bytes") == Data([0, 1, 255]))
        #expect(try row.get("texts") == ["a", "đ"])
        #expect(try row.get("ids") == [id])
        #expect(try row.get("nothing", as: Int?.self) == nil)
        #expect(try row.get("empty", as: [String].self) == [])
        #expect(try row.get("form") == AidForm.advice)
    }

    @Test func interpolatedTextIsAValueNeverSQL() async throws {
        let database = try await TestDatabase.make(.intake).database
        let attack = "x'; drop table students; --"
        let back = try await database.transaction(.service) { try await $0.value("select \(attack)::text", as: String.self) }
        #expect(back == attack)
    }

    @Test func aFailedStatementRollsTheWholeTransactionBackAndNamesItsConstraint() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        let error = try await #require(throws: DatabaseError.self) {
            try await database.transaction(.service) { transaction in
                try await transaction.execute("insert into notes (id, text) values (1, 'kept?')")
                try await transaction.execute("insert into notes (id, text) values (1, 'twice')")
            }
        }
        #expect(error.isUniqueViolation(of: "notes_key"))
        #expect(error.statement?.contains("insert into notes") == true)
        let count = try await database.transaction(.service) { try await $0.value("select count(*) from notes", as: Int.self) }
        #expect(count == 0)
    }

    /// Whoever comes first brings `begin` and the scope: without the scope, row-level security lets nobody write.
    @Test func statementsFromTasksOfTheirOwnKeepTheirOrder() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        for round in 0..<50 {
            try await database.transaction(.service) { transaction in
                let tasks = (1...4).map { number in
                    Task.detached { try await transaction.execute("insert into notes (id, text) values (\(round * 10 + number), 'a')") }
                }
                for task in tasks { _ = try await task.value }
            }
        }
        let count = try await database.value(.service, "select count(*) from notes", as: Int.self)
        #expect(count == 200)
    }

    @Test func queriesAskedTogetherAreAnsweredEachAndInTheirOrder() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        let (first, all, none, last) = try await database.transaction(.service) { transaction in
            transaction.later("insert into notes (id, text) values (1, 'a'), (2, 'b')")
            return try await transaction.together(
                Query.value("select count(*) from notes", as: Int.self), Query.values("select id from notes order by id", as: Int.self),
                Query.value("select id from notes where id > 2", as: Int.self), Query.rows("select 'đ' as letter"))
        }
        #expect(first == 2)
        #expect(all == [1, 2])
        #expect(none == nil)
        #expect(try last.map { try $0.get("letter", as: String.self) } == ["đ"])
    }

    @Test func anErrorAmongQueriesAskedTogetherIsThrownAndNothingIsKept() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        let error = try await #require(throws: DatabaseError.self) {
            try await database.transaction(.service) { transaction in
                transaction.later("insert into notes (id, text) values (1, 'a')")
                _ = try await transaction.together(Query.value("select 1", as: Int.self), Query.value("select 1 / 0", as: Int.self))
            }
        }
        #expect(error.sqlState == "22012")
        let count = try await database.value(.service, "select count(*) from notes", as: Int.self)
        #expect(count == 0)
    }

    @Test func anErrorOfALaterStatementComesUpAtTheCommit() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        await #expect(throws: DatabaseError.self) {
            try await database.transaction(.service) { transaction in
                transaction.later("insert into notes (id, text) values (1, null)")
            }
        }
        let count = try await database.transaction(.service) { try await $0.value("select count(*) from notes", as: Int.self) }
        #expect(count == 0)
    }

    @Test func afterCommitRunsOnlyWhenCommitted() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        await confirmation(expectedCount: 1) { committed in
            try? await database.transaction(.service) { transaction in
                try await transaction.execute("insert into notes (id, text) values (1, 'a')")
                transaction.afterCommit { committed() }
            }
            try? await database.transaction(.service) { transaction in
                transaction.afterCommit { committed() }
                try await transaction.execute("insert into notes (id, text) values (1, 'b')")
            }
        }
    }

    @Test func moreCallersThanConnectionsAllGetTheirTurn() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in 1...200 {
                group.addTask {
                    _ = try await database.transaction(.service) {
                        try await $0.execute("insert into notes (id, text) values (\(id), 'x')")
                    }
                }
            }
            try await group.waitForAll()
        }
        let count = try await database.transaction(.service) { try await $0.value("select count(*) from notes", as: Int.self) }
        #expect(count == 200)
    }

    @Test func aLostConnectionIsThrownAwayAndTheNextCallWorks() async throws {
        let database = try await TestDatabase.make(.intake).database
        let error = try await #require(throws: DatabaseError.self) {
            try await database.transaction(.service) { _ = try await $0.rows("select pg_terminate_backend(pg_backend_pid())") }
        }
        #expect(error.isRetriable)
        try await database.ping()
    }

    @Test func scopeReachesTheServerAndEndsWithTheTransaction() async throws {
        let database = try await TestDatabase.make(.intake).database
        let seen = try await database.transaction(.province("08")) {
            try await $0.value("select current_setting('app.scope', true)", as: String.self)
        }
        #expect(seen == "province:08")
    }
}
