import Foundation
import Models
import TestKit
import Testing

@testable import Database

/// The line is cut between COMMIT and its answer.
@Suite(.timeLimit(.minutes(1))) struct OutcomeTests {
    private let test: TestDatabase
    private let line: Line
    private let database: Database

    init() async throws {
        test = try await TestDatabase.make(.intake, migrations: [.notes])
        line = try Line(to: test.socket)
        database = Database(
            DatabaseConfiguration(url: test.url(host: line.folder, port: line.port), applicationName: "test", connections: 2))
    }

    private func write(_ runs: Counted, _ committed: Counted) async throws -> Int {
        try await database.transaction(.service) { transaction in
            let run = runs.increment()
            try await transaction.execute("insert into notes (id, text) values (\(run), 'a')")
            transaction.afterCommit { committed.increment() }
            return run
        }
    }

    private var written: [Int] {
        get async throws {
            try await test.database.rows(.service, "select id from notes order by id").map { try $0.get("id") }
        }
    }

    @Test func aCommitThatReachedTheServerSucceedsThoughItsAnswerIsLost() async throws {
        let (runs, committed) = (Counted(), Counted())
        line.cutNext(.after("commit"))
        #expect(try await write(runs, committed) == 1)
        #expect(runs.value == 1 && committed.value == 1)
        #expect(try await written == [1])
        #expect(line.connections == 2)
        line.close()
    }

    @Test func aCommitThatDidNotReachTheServerIsRunAgain() async throws {
        let (runs, committed) = (Counted(), Counted())
        line.cutNext(.before("commit"))
        #expect(try await write(runs, committed) == 2)
        #expect(runs.value == 2 && committed.value == 1)
        #expect(try await written == [2])
        line.close()
    }

    @Test func aConnectionLostBeforeTheCommitMeansThatNothingHappened() async throws {
        let (runs, committed) = (Counted(), Counted())
        line.cutNext(.after("insert into notes"))
        #expect(try await write(runs, committed) == 2)
        #expect(runs.value == 2 && committed.value == 1)
        #expect(try await written == [2])
        line.close()
    }

    @Test func aConnectionLostBeforeAnythingWasSentIsNoUnknownOutcome() async throws {
        let (runs, committed) = (Counted(), Counted())
        let value = try await database.transaction(.service) { transaction in
            let run = runs.increment()
            transaction.later("insert into notes (id, text) values (\(run), 'a')")
            transaction.afterCommit { committed.increment() }
            if run == 1 {
                line.cutAll()
                while !transaction.connection.isBroken { try await Task.sleep(for: .milliseconds(1)) }
            }
            return run
        }
        #expect(value == 2 && committed.value == 1)
        #expect(try await written == [2])
        line.close()
    }

    @Test func rowsCopiedInAreSettledToo() async throws {
        line.cutNext(.afterFirstAnswer(to: "commit"))
        let runs = Counted()
        try await database.transaction(.service) { transaction in
            runs.increment()
            try await transaction.copy(into: "notes (id, text)", as: .text) { rows in try await rows.text("1", "a") }
        }
        #expect(runs.value == 1)
        #expect(try await written == [1])
        line.close()
    }

    @Test func whoDoesNotMindIsToldThatTheOutcomeIsUnknown() async throws {
        line.cutNext(.after("commit"))
        let runs = Counted()
        let error = try await #require(throws: DatabaseError.self) {
            try await database.transaction(.service, settlesLostCommit: false) { transaction in
                runs.increment()
                try await transaction.execute("insert into notes (id, text) values (1, 'a')")
            }
        }
        #expect(error.kind == .unknownOutcome && runs.value == 1)
        #expect(try await written == [1])
        line.close()
    }

    /// Neither dead, which keep-alives would show, nor bound by its own time limits.
    @Test func aServerThatHangsIsGivenUp() async throws {
        let runs = Counted()
        let value = try await impatient.transaction(.service, statementTimeout: .milliseconds(200)) { transaction in
            let run = runs.increment()
            _ = try await transaction.rows("select 1")
            if run == 1 { line.silence() }
            try await transaction.execute("insert into notes (id, text) values (\(run), 'a')")
            return run
        }
        #expect(value == 2)
        #expect(try await written == [2])
        line.close()
    }

    @Test(arguments: [true, false]) func aServerThatHangsDuringACopyIsGivenUp(isIncoming: Bool) async throws {
        let runs = Counted()
        let value = try await impatient.transaction(.service, statementTimeout: .seconds(2)) { transaction in
            let run = runs.increment()
            if isIncoming {
                try await transaction.copy(into: "notes (id, text)", as: .text) { rows in
                    try await rows.text("\(run)", "a")
                    if run == 1 { line.silence() }
                }
            } else {
                try await transaction.copy(from: "(select repeat('a', 1000) from generate_series(1, 20000))", as: .text) { rows in
                    for try await _ in rows where run == 1 { line.silence() }
                }
                try await transaction.execute("insert into notes (id, text) values (\(run), 'a')")
            }
            return run
        }
        #expect(value == 2)
        #expect(try await written == [2])
        line.close()
    }

    @Test func aServerThatHangsBeforeACopyOrDuringAScriptIsGivenUp() async throws {
        let database = impatient
        for isCopy in [true, false] {
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.withConnection { connection in
                    _ = try await connection.run([Statement(text: "select 1")])
                    line.silence()
                    guard isCopy else { return try await connection.script("select 1; select 2", limit: .milliseconds(200)) }
                    _ = try await connection.copy("copy notes from stdin", limit: .milliseconds(200))
                }
            }
            #expect(error?.kind == .connectionLost)
        }
        try await database.ping()
        line.close()
    }

    /// Each takes longer in all than the server may be silent.
    @Test func aCopyThatMovesAndAClientThatTakesItsTimeAreNotGivenUp() async throws {
        try await impatient.pool.withConnection { connection in
            let rows = "copy (select repeat('a', 10000) from generate_series(1, 30) as number, pg_sleep(0.05 + 0 * number)) to stdout"
            let leaving = try await connection.copy(rows, limit: .milliseconds(100))
            var bytes = 0
            while let some: [UInt8] = try await connection.step(of: leaving, cancellable: false, { $0.next($1) }) { bytes += some.count }
            #expect(bytes == 300_030)
            let entering = try await connection.copy("copy notes from stdin", limit: .milliseconds(100))
            try await Task.sleep(for: .seconds(1))
            let written: Int = try await connection.step(of: entering, cancellable: false) { $0.finish(failing: nil, $1) }
            #expect(written == 0)
        }
        line.close()
    }

    /// Gives up soon.
    private var impatient: Database {
        var configuration = DatabaseConfiguration(
            url: test.url(host: line.folder, port: line.port), applicationName: "test", connections: 1)
        configuration.grace = .milliseconds(300)
        return Database(configuration)
    }

    @Test func aTransactionInOneRoundTripIsSettledByTheNumberThatTheServerSendsBeforeItCommits() async throws {
        line.cutNext(.afterFirstAnswer(to: "insert into notes"))
        let committed = Counted()
        try await database.transaction(.service) { transaction in
            transaction.later("insert into notes (id, text) values (1, 'a')")
            transaction.afterCommit { committed.increment() }
        }
        #expect(committed.value == 1)
        #expect(try await written == [1])
        line.close()
    }

    @Test func aTransactionInOneRoundTripOfWhichNothingCameBackIsReportedAsUnknown() async throws {
        line.cutNext(.after("insert into notes"))
        let runs = Counted()
        let error = try await #require(throws: DatabaseError.self) {
            try await database.transaction(.service) { transaction in
                runs.increment()
                transaction.later("insert into notes (id, text) values (1, 'a')")
            }
        }
        #expect(error.kind == .unknownOutcome && !error.isRetriable)
        #expect(runs.value == 1)
        line.close()
    }

    @Test func aSingleInsertOfWhichNothingCameBackIsReportedAsUnknownAndAQueryIsRunAgain() async throws {
        line.cutNext(.after("insert into notes"))
        let error = try await #require(throws: DatabaseError.self) {
            try await database.execute(.service, "insert into notes (id, text) values (1, 'a')")
        }
        #expect(error.kind == .unknownOutcome)
        #expect(try await written == [1])
        line.cutNext(.after("select count"))
        #expect(try await database.value(.service, "select count(*) from notes", as: Int.self) == 1)
        line.close()
    }

    @Test func aSessionThatHasNotNoticedItsLossIsEndedToLearnTheOutcome() async throws {
        // The server's side stays open, as when a network falls silent: the transaction stays in progress until somebody ends it.
        let runs = Counted()
        let value = try await database.transaction(.service) { transaction in
            let run = runs.increment()
            try await transaction.execute("insert into notes (id, text) values (\(run), 'a')")
            if run == 1 { line.cutNext(.silently(at: "commit")) }
            return run
        }
        #expect(value == 2)
        #expect(try await written == [2])
        line.close()
    }
}
