import Foundation
import Models
import TestKit
import Testing

@testable import Database

@Suite struct ErrorTests {
    @Test func anErrorTellsWhatWasBrokenAndWhere() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        let null = try await #require(throws: DatabaseError.self) {
            try await database.execute(.service, "insert into notes (id, text) values (1, null)")
        }
        #expect(null.sqlState == "23502" && null.table == "notes" && null.column == "text" && null.schema == "intake")
        #expect(!null.isRetriable)
        let unknown = try await #require(throws: DatabaseError.self) {
            try await database.rows(.service, "select id,\n    txet\nfrom notes")
        }
        #expect(unknown.place == DatabaseError.Place(position: 16, in: "select id,\n    txet\nfrom notes"))
        #expect(unknown.place?.description == "line 2, column 5, at \"txet\"")
        #expect(unknown.hint?.contains("notes.text") == true)
    }

    @Test func theValuesOfAStatementStayOutOfTheDescription() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        let error = try await #require(throws: DatabaseError.self) {
            try await database.execute(.service, "insert into notes (id, text) values (4711, \("secret")), (4711, \("secret"))")
        }
        #expect(error.detail?.contains("4711") == true)
        #expect(!error.description.contains("(4711)") && !error.description.contains("secret"))
    }

    @Test func anErrorInAFunctionTellsItsContext() async throws {
        let database = try await TestDatabase.make(.intake).database
        let error = try await #require(throws: DatabaseError.self) {
            try await database.transaction(.service) {
                try await $0.execute("do $$ begin raise exception 'no' using hint = 'try yes'; end $$")
            }
        }
        #expect(error.sqlState == "P0001" && error.hint == "try yes")
        #expect(error.context?.contains("inline_code_block") == true)
    }

    @Test func conflictsOfTransactionsAreRunAgainAndNothingElseIs() async throws {
        let database = try await TestDatabase.make(.intake).database
        for (state, runs) in [("40001", 4), ("40P01", 4), ("23505", 1), ("57014", 1)] {
            let count = Counted()
            let error = try await #require(throws: DatabaseError.self) {
                try await database.transaction(.service) { transaction in
                    count.increment()
                    transaction.later("select set_config('test.state', \(state), true)")
                    try await transaction.execute("do $$ begin raise exception 'x' using errcode = current_setting('test.state'); end $$")
                }
            }
            #expect(error.sqlState == state)
            #expect(count.value == runs, "\(state) was run \(count.value) times")
        }
    }

    @Test func aDeadlockIsSolvedByRunningOneSideAgain() async throws {
        let database = try await TestDatabase.make(.intake, migrations: [.notes]).database
        try await database.execute(.service, "insert into notes (id, text) values (1, ''), (2, '')")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for order in [[1, 2], [2, 1]] {
                group.addTask {
                    try await database.transaction(.service) { transaction in
                        for id in order {
                            try await transaction.execute("update notes set text = text || 'x' where id = \(id)")
                            _ = try await transaction.rows("select pg_sleep(0.1)")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await database.value(.service, "select string_agg(text, '') from notes", as: String.self) == "xxxx")
    }

    @Test func aTimeLimitOfATransactionHoldsForItsStatementsAlone() async throws {
        let test = try await TestDatabase.make(.intake)
        let database = Database(DatabaseConfiguration(url: test.url, applicationName: "test", connections: 1))
        let error = try await #require(throws: DatabaseError.self) {
            try await database.transaction(.none, statementTimeout: .milliseconds(50)) { _ = try await $0.rows("select pg_sleep(20)") }
        }
        #expect(error.sqlState == "57014")
        #expect(try await database.value(.none, "select current_setting('statement_timeout')", as: String.self) == "30s")
    }
}
