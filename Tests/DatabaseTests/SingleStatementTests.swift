import Foundation
import Models
import TestKit
import Testing

@testable import Database

@Suite struct SingleStatementTests {
    /// Asked from no thread of the database's.
    @Test func aConnectionThatIsLeftInATransactionIsLentToNobody() async throws {
        let test = try await TestDatabase.make(.intake)
        let database = Database(DatabaseConfiguration(url: test.url, applicationName: "left-open", connections: 1))
        let query: SQL = "select pg_backend_pid()::bigint"
        let first = try await database.value(.none, query, as: Int.self)
        #expect(try await database.value(.none, query, as: Int.self) == first)
        try await database.execute(.none, "begin")
        #expect(try await database.value(.none, query, as: Int.self) != first)
    }

    @Test func aSingleStatementIsATransactionOfItsOwn() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        let touched = try await database.execute(.service, "insert into notes (id, text) values (1, 'a'), (2, 'b')")
        #expect(touched == 2)
        #expect(try await database.value(.service, "select count(*) from notes", as: Int.self) == 2)
        let texts = try await database.rows(.service, "select text from notes order by id").map { try $0.get("text", as: String.self) }
        #expect(texts == ["a", "b"])
        await #expect(throws: DatabaseError.self) {
            try await database.execute(.service, "insert into notes (id, text) values (3, 'c'), (1, 'twice')")
        }
        #expect(try await database.value(.service, "select count(*) from notes", as: Int.self) == 2)
    }

    @Test func theScopeOfASingleStatementReachesItAndEndsWithIt() async throws {
        let test = try await TestDatabase.make(.intake)
        let database = Database(DatabaseConfiguration(url: test.url, applicationName: "test", connections: 1))
        let setting: SQL = "select coalesce(current_setting('app.scope', true), '') || pg_backend_pid()"
        let scoped = try await database.value(.province("08"), setting, as: String.self)
        let unscoped = try await database.value(.none, setting, as: String.self)
        let pid = try #require(unscoped)
        #expect(Int(pid) != nil, "the scope of an earlier statement was still there: \(pid)")
        #expect(scoped == "province:08" + pid)
    }

    @Test func theScopeReallyBitesInOneRoundTrip() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.scopedNotes]).database
        try await database.execute(.service, "insert into notes (id, text) values (1, 'a')")
        #expect(try await database.value(.service, "select count(*) from notes", as: Int.self) == 1)
        #expect(try await database.value(.country, "select count(*) from notes", as: Int.self) == 0)
        #expect(try await database.value(.none, "select count(*) from notes", as: Int.self) == 0)
        await #expect(throws: DatabaseError.self) { try await database.execute(.none, "insert into notes (id, text) values (2, 'b')") }
    }

    @Test func whatIsCheckedAtTheEndOfATransactionFailsASingleStatementToo() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.deferred]).database
        let error = try await #require(throws: DatabaseError.self) {
            try await database.execute(.service, "insert into replies (id, note) values (1, 77)")
        }
        #expect(error.sqlState == "23503")
        #expect(error.constraint == "replies_note_exists")
        let second = try await #require(throws: DatabaseError.self) {
            try await database.transaction(.service) { transaction in
                transaction.later("insert into notes (id, text) values (1, 'a')")
                transaction.later("insert into replies (id, note) values (1, 77)")
            }
        }
        #expect(second.constraint == "replies_note_exists")
        #expect(try await database.value(.service, "select count(*) from notes", as: Int.self) == 0)
    }

    @Test func aTransactionOfLaterStatementsIsOneRoundTripAndOneTransaction() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        try await database.transaction(.service) { transaction in
            for id in 1...5 { transaction.later("insert into notes (id, text) values (\(id), txid_current()::text)") }
        }
        #expect(try await database.value(.service, "select count(distinct text) from notes", as: Int.self) == 1)
        await #expect(throws: DatabaseError.self) {
            try await database.transaction(.service) { transaction in
                for id in [6, 7, 1] { transaction.later("insert into notes (id, text) values (\(id), 'x')") }
            }
        }
        #expect(try await database.value(.service, "select count(*) from notes", as: Int.self) == 5)
    }

    @Test func aTransactionWhoseFailureWasSwallowedDoesNotPassForCommitted() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        await #expect(throws: DatabaseError.self) {
            try await database.transaction(.service) { transaction in
                try await transaction.execute("insert into notes (id, text) values (1, 'a')")
                _ = try? await transaction.execute("insert into notes (id, text) values (1, 'twice')")
            }
        }
        #expect(try await database.value(.service, "select count(*) from notes", as: Int.self) == 0)
    }

    @Test func aTableThatWasChangedSinceAStatementWasPreparedDoesNotFailIt() async throws {
        let test = try await TestDatabase.make(.intake)
        let database = Database(DatabaseConfiguration(url: test.url, applicationName: "test", connections: 1))
        try await test.asOwner("create table things (id int); insert into things values (1)")
        func read() async throws -> Int? {
            try await database.rows(.service, "select * from things").first?.get("id", as: Int?.self)
        }
        #expect(try await read() == 1)
        try await test.asOwner("alter table things alter id type bigint")
        #expect(try await read() == 1)
    }

    @Test func piecesOfSQLKeepTheirValuesInOrder() async throws {
        let database = try await TestDatabase.make(.intake).database
        let condition: SQL = "x between \(2) and \(11)"
        let list = (1...12).map { "(\($0)::bigint)" as SQL }.joined(", ")
        let query: SQL = "select array_agg(x) as all from (values \(list)) as v (x) where \(condition) and x <> \(5)"
        let rows = try await database.rows(.none, query + " and x < \(100)")
        #expect(try rows[0].get("all") == [2, 3, 4, 6, 7, 8, 9, 10, 11])
    }
}
