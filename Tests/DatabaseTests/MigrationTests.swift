import Foundation
import Logging
import Models
import TestKit
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1))) struct MigrationTests {
    private let test: TestDatabase

    init() async throws {
        test = try await TestDatabase.make(.intake)
    }

    private var migrator: Migrator {
        Migrator(
            ownerURL: test.url(user: "intake_owner"), schema: "intake", loginRole: "intake",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func tables() async throws -> [String] {
        try await test.database.rows(
            .none, "select tablename from pg_tables where schemaname = 'intake' and tablename <> 'migrations' order by tablename"
        ).map { try $0.get("tablename") }
    }

    @Test func filesAreRunOnceInTheOrderOfTheirNumbers() async throws {
        let set = MigrationSet.made(["0002_b.sql": "alter table a add column b int", "0001_a.sql": "create table a (id int)"])
        try await migrator.run([set])
        try await migrator.run([set])
        #expect(try await tables() == ["a"])
        let more = MigrationSet.made([
            "0002_b.sql": "alter table a add column b int", "0001_a.sql": "create table a (id int)",
            "0003_c.sql": "create table c (id int)",
        ])
        try await migrator.run([more])
        #expect(try await tables() == ["a", "c"])
    }

    @Test func ofTwoRunnersAtOnceOneWaitsAndFindsItDone() async throws {
        let set = MigrationSet.made([
            "0001_slow.sql": "select pg_sleep(0.2); create table slow (id int)", "0002_next.sql": "create table next (id int)",
        ])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...4 { group.addTask { try await migrator.run([set]) } }
            try await group.waitForAll()
        }
        #expect(try await tables() == ["next", "slow"])
    }

    @Test func aFileThatWasChangedAfterItWasRunIsRefusedByName() async throws {
        try await migrator.run([.made(["0001_a.sql": "create table a (id int)"])])
        let error = try await #require(throws: MigrationError.self) {
            try await migrator.run([.made(["0001_a.sql": "create table a (id bigint)", "0002_b.sql": "create table b (id int)"])])
        }
        #expect(error.description.contains("0001_a was changed after it had been run"))
        #expect(try await tables() == ["a"])
    }

    @Test func aFileThatFailsHalfWayLeavesNothing() async throws {
        let error = try await #require(throws: MigrationError.self) {
            try await migrator.run([
                .made([
                    "0001_a.sql": "create table a (id int)", "0002_half.sql": "create table half (id int);\ncreate tabel other (id int)",
                ])
            ])
        }
        #expect(error.description.contains("0002_half failed") && error.description.contains("42601"))
        #expect(error.description.contains("line 2, column 8"), "\(error)")
        #expect(try await tables() == ["a"])
        try await migrator.run([.made(["0001_a.sql": "create table a (id int)", "0002_half.sql": "create table half (id int)"])])
        #expect(try await tables() == ["a", "half"])
    }

    @Test func aDatabaseThatIsAheadOfTheProgramIsRefused() async throws {
        try await migrator.run([.made(["0001_a.sql": "create table a (id int)", "0002_b.sql": "create table b (id int)"])])
        let error = try await #require(throws: MigrationError.self) {
            try await migrator.run([.made(["0001_a.sql": "create table a (id int)"])])
        }
        #expect(error.description.contains("0002_b"))
    }

    @Test func namesAndNumbersOfFilesAreChecked() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "migrations-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data().write(to: folder.appending(path: "0001_a.sql"))
        try Data().write(to: folder.appending(path: "0001_b.sql"))
        #expect(throws: MigrationError.self) { try MigrationSet(name: "test", folder: folder) }
        try FileManager.default.moveItem(at: folder.appending(path: "0001_b.sql"), to: folder.appending(path: "second.sql"))
        #expect(throws: MigrationError.self) { try MigrationSet(name: "test", folder: folder) }
        try FileManager.default.removeItem(at: folder)
    }
}
