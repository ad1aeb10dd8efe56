import Foundation
import Models
import TestKit
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(2))) struct CopyTests {
    private let database: Database

    init() async throws {
        let test = try await TestDatabase.make(.intake, migrations: [.notes])
        database = Database(DatabaseConfiguration(url: test.url, applicationName: "test", connections: 1))
    }

    private var count: Int? {
        get async throws { try await database.value(.service, "select count(*) from notes", as: Int.self) }
    }

    @Test func rowsGoInAndComeOutInText() async throws {
        let texts = ["plain", "tab\there", "line\nbreak", "back\\slash", "đủ dấu", "\\N", "\r"]
        let written = try await database.transaction(.service) { transaction in
            try await transaction.copy(into: "notes (id, text)", as: .text) { rows in
                for (index, text) in texts.enumerated() { try await rows.text("\(index)", text) }
            }
        }
        #expect(written == texts.count)
        let stored = try await database.rows(.service, "select text from notes order by id").map { try $0.get("text", as: String.self) }
        #expect(stored == texts)
        let lines = try await database.transaction(.service) { transaction in
            try await transaction.copy(from: "(select id, text from notes where id < 2 order by id)", as: .text) { rows in
                var all: [UInt8] = []
                for try await some in rows { all += some }
                return String(decoding: all, as: UTF8.self)
            }
        }
        #expect(lines == "0\tplain\n1\ttab\\there\n")
    }

    @Test func rowsGoInAndComeOutInBinary() async throws {
        let out = try await database.transaction(.service) { transaction in
            try await transaction.execute("create temporary table all_sorts (a bigint, b uuid, c timestamptz, d text, e bigint[], f int)")
            let id = UUID.v7(at: Date())
            try await transaction.copy(into: "all_sorts", as: .binary) { rows in
                try await rows.row(7, id, Date(timeIntervalSince1970: 1_795_000_000), "đ", [1, 2, 3], Int32?.none)
            }
            let row = try #require(try await transaction.rows("select * from all_sorts").first)
            #expect(try row.get("a") == 7 && row.get("b") == id && row.get("d") == "đ" && row.get("e") == [1, 2, 3])
            #expect(try row.get("c") == Date(timeIntervalSince1970: 1_795_000_000))
            #expect(try row.get("f", as: Int?.self) == nil)
            return try await transaction.copy(from: "all_sorts (a)", as: .binary) { rows in
                var all: [UInt8] = []
                for try await some in rows { all += some }
                return all
            }
        }
        #expect(out == CopyFormat.binaryHeader + [0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 7, 0xFF, 0xFF])
    }

    @Test func rowsOfATaskThatWasCancelledAreForgotten() async throws {
        let database = database
        let task = Task {
            try await database.transaction(.service) { transaction in
                try await transaction.copy(into: "notes (id, text)", as: .text) { rows in
                    try await rows.text("1", "a")
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await count == 0)
    }

    @Test func copyGoesOnBetweenOtherStatementsOfATransaction() async throws {
        try await database.transaction(.service) { transaction in
            transaction.later("insert into notes (id, text) values (1, 'a')")
            try await transaction.copy(into: "notes (id, text)", as: .binary) { try await $0.row(Int32(2), "b") }
            #expect(try await transaction.value("select count(*) from notes", as: Int.self) == 2)
            transaction.later("insert into notes (id, text) values (3, 'c')")
        }
        #expect(try await count == 3)
    }

    @Test func aRowThatIsRefusedFailsTheCopyAndTheConnectionIsUsedAgain() async throws {
        let pid = try await database.value(.none, "select pg_backend_pid()::bigint", as: Int.self)
        let error = try await #require(throws: DatabaseError.self) {
            try await database.transaction(.service) { transaction in
                try await transaction.copy(into: "notes (id, text)", as: .text) { rows in
                    for id in 1...100_000 { try await rows.text(id == 500 ? "no number" : "\(id)", "some text") }
                }
            }
        }
        #expect(error.sqlState == "22P02")
        #expect(error.context?.contains("line 500") == true)
        #expect(try await count == 0)
        #expect(try await database.value(.none, "select pg_backend_pid()::bigint", as: Int.self) == pid)
    }

    @Test func anErrorOfTheWriterMakesTheServerForgetItsRows() async throws {
        struct Enough: Error {}
        await #expect(throws: Enough.self) {
            try await database.transaction(.service) { transaction in
                try await transaction.copy(into: "notes (id, text)", as: .binary) { rows in
                    for id in 1...50_000 { try await rows.row(Int32(id), "some text") }
                    throw Enough()
                }
            }
        }
        #expect(try await count == 0)
    }

    @Test func aCancelledCopyIntoTheServerStops() async throws {
        let started = Counted()
        let database = database
        let task = Task {
            try await database.transaction(.service) { transaction in
                try await transaction.copy(into: "notes (id, text)", as: .binary) { rows in
                    for id in 1... {
                        try await rows.row(Int32(id % 1_000_000_000), "some text")
                        if id == 100_000 { started.increment() }
                    }
                }
            }
        }
        while started.value == 0 { try await Task.sleep(for: .milliseconds(1)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await count == 0)
    }

    @Test func aCancelledCopyOutOfTheServerStops() async throws {
        let started = Counted()
        let database = database
        let task = Task {
            try await database.transaction(.service) { transaction in
                try await transaction.copy(from: "(select generate_series(1, 2000000000))", as: .text) { rows in
                    for try await _ in rows { started.increment() }
                }
            }
        }
        while started.value == 0 { try await Task.sleep(for: .milliseconds(1)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await count == 0)
    }

    @Test func whatAReaderLeavesIsThrownAwayAndTheTransactionGoesOn() async throws {
        let first = try await database.transaction(.service) { transaction in
            let first = try await transaction.copy(from: "(select generate_series(1, 200000))", as: .text) { rows in
                var rows = rows
                return try await rows.next()?.count ?? 0
            }
            try await transaction.execute("insert into notes (id, text) values (1, 'a')")
            return first
        }
        #expect(first > 0 && first < 200_000)
        #expect(try await count == 1)
    }

    @Test func aStatementThatIsNoCopyIsRefusedAndHarmsNothing() async throws {
        await #expect(throws: DatabaseError.self) {
            try await database.pool.withConnection { _ = try await $0.copy("select 1") }
        }
        #expect(try await count == 0)
    }
}
