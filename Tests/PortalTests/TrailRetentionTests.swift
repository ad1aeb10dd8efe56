import Database
import Foundation
import Logging
import Models
import ServiceKit
import TestKit
import Testing

@testable import Portal

@Suite struct TrailRetentionTests {
    private static let noon = 43_200.0

    /// Gathers one line on each of `days`, seals it, and signs the head.
    private static func fill(_ desk: Desk, _ signer: TokenSigner, days: ClosedRange<Int>) async throws {
        let trail = TrailStore()
        for day in days {
            let at = try date(day).start.addingTimeInterval(noon)
            let line = AuditLine(
                id: AuditLineID(at: at), at: at, actor: "a", actorName: "A", role: .staff, action: "case.viewed", subjectKind: "case",
                subject: nil, organisation: nil, details: nil, reference: nil)
            try await desk.database.transaction(.service) { transaction in
                try await trail.add([line], of: .intake, in: transaction)
                _ = try await trail.seal(limit: 10, at: at, in: transaction)
                let last = try #require(try await trail.last(in: transaction))
                try await trail.keep(try await signer.sign(TrailHead(last, at: at)), of: last, at: at, in: transaction)
            }
        }
    }

    private static func date(_ day: Int) throws -> LegalDate { try #require(LegalDate(year: 2020, month: 3, day: day)) }

    private static func count(_ table: SQL, _ desk: Desk) async throws -> Int? {
        try await desk.database.transaction(.service) { try await $0.value("select count(*) from \(table)", as: Int.self) }
    }

    /// Runs the sealer until `done`.
    private static func run(_ sealer: TrailSealer, until done: () throws -> Bool) async throws {
        let task = Task { try await sealer.run() }
        defer { task.cancel() }
        for _ in 0..<200 where !(try done()) { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try done())
    }

    private static func sealer(
        _ desk: Desk, _ signer: TokenSigner, _ folder: URL, keepingFrom first: @escaping @Sendable (LegalDate) -> LegalDate?
    ) -> TrailSealer {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let retention = TrailRetention(database: desk.database, signer: signer, clock: desk.test.house.clock, begins: first)
        let exporter = TrailExport(database: desk.database, trail: TrailStore(), retention: retention, folder: folder, logger: logger)
        return TrailSealer(
            database: desk.database, trail: TrailStore(), retention: retention, signer: signer, exporter: exporter,
            clock: desk.test.house.clock, logger: logger)
    }

    @Test func whatWasGatheredIsNeitherChangedNorTakenAway() async throws {
        let desk = try await Desk.make()
        try await Self.fill(desk, desk.test.signer, days: 1...2)
        for change: SQL in [
            "update trail set line = '{}'", "delete from trail", "delete from trail_blocks", "update trail_blocks set entries = 0",
            "delete from trail_heads", "truncate trail", "select drop_trail(1)",
        ] {
            await #expect(throws: DatabaseError.self, "\(change)") {
                try await desk.database.transaction(.service) { try await $0.execute(change) }
            }
        }
        let sealedAnew = try await desk.database.transaction(.service) { try await $0.execute("update trail set block = 9") }
        #expect(sealedAnew == 0, "an entry gets its block once")
    }

    @Test func afterARestoreTheChainOfTheDatabaseIsExportedAndTheOtherSetAside() async throws {
        let desk = try await Desk.make()
        let signer = desk.test.signer
        let folder = FileManager.default.temporaryDirectory.appending(path: "caunoi-trail-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let exporter = Self.sealer(desk, signer, folder) { _ in nil }.exporter
        // Two blocks on the third day, of which the backup has one.
        try await Self.fill(desk, signer, days: 1...3)
        try await Self.fill(desk, signer, days: 3...4)
        #expect(try await exporter.export(withRoots: true))
        let lost = try String(contentsOf: folder.appending(path: "2020-03-04.jsonl"), encoding: .utf8)
        try await desk.test.administer(
            """
            delete from portal.trail where block > 3;
            delete from portal.trail_blocks where number > 3;
            delete from portal.trail_heads where number > 3
            """)
        // At once, and again after the chain has gone on to more blocks than were on disk.
        #expect(try await exporter.export(withRoots: false))
        let proof = TrailProof(publicKeyPEM: signer.publicKeyPEM)
        #expect(await proof.check(folder: folder).last == 3)
        try await Self.fill(desk, signer, days: 4...7)
        #expect(try await exporter.export(withRoots: false))
        let found = await proof.check(folder: folder)
        #expect(found.faults == [])
        #expect(found.last == 7 && found.blocks == 7 && found.entries == 7 && found.heads == 7)
        // What is gone from the database is still to be read, with the heads that were signed of it.
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("set-aside-") }
        let aside = folder.appending(path: try #require(names.first))
        #expect(names.count == 1)
        #expect(try String(contentsOf: aside.appending(path: "2020-03-04.jsonl"), encoding: .utf8) == lost)
        #expect(try String(contentsOf: aside.appending(path: TrailFile.heads), encoding: .utf8).split(separator: "\n").count == 5)
    }

    @Test func aRestoredChainThatHasCaughtUpIsToldFromTheOneOnDisk() async throws {
        let desk = try await Desk.make()
        let signer = desk.test.signer
        let folder = FileManager.default.temporaryDirectory.appending(path: "caunoi-trail-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let exporter = Self.sealer(desk, signer, folder) { _ in nil }.exporter
        try await Self.fill(desk, signer, days: 1...4)
        #expect(try await exporter.export(withRoots: true))
        try await desk.test.administer("truncate portal.trail, portal.trail_blocks, portal.trail_heads")
        try await Self.fill(desk, signer, days: 1...6)
        #expect(try await exporter.export(withRoots: false))
        let found = await TrailProof(publicKeyPEM: signer.publicKeyPEM).check(folder: folder)
        #expect(found.faults == [])
        #expect(found.entries == 6 && found.heads == 6)
    }

    @Test func headsAreAddedAndNotWrittenAnew() async throws {
        let desk = try await Desk.make()
        let signer = desk.test.signer
        let folder = FileManager.default.temporaryDirectory.appending(path: "caunoi-trail-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let heads = folder.appending(path: TrailFile.heads)
        func file() throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: heads.path)[.systemFileNumber] as? Int
        }
        let exporter = Self.sealer(desk, signer, folder) { _ in nil }.exporter
        try await Self.fill(desk, signer, days: 1...2)
        #expect(try await exporter.export(withRoots: true))
        let first = try file()
        try await Self.fill(desk, signer, days: 3...3)
        #expect(try await exporter.export(withRoots: false))
        #expect(try file() == first)
        // Where the power failed in the middle of a line, they are.
        let whole = try String(contentsOf: heads, encoding: .utf8)
        try Data(whole.dropLast(20).utf8).write(to: heads)
        #expect(try await exporter.export(withRoots: false))
        #expect(try String(contentsOf: heads, encoding: .utf8) == whole)
    }

    @Test func aRoundOfRetentionThatFailsHoldsNothingUp() async throws {
        let desk = try await Desk.make()
        let signer = desk.test.signer
        let folder = FileManager.default.temporaryDirectory.appending(path: "caunoi-trail-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await Self.fill(desk, signer, days: 1...3)
        // A root that stands there already: the round ends in an error each time.
        try await desk.database.transaction(.service) { transaction in
            _ = try await transaction.execute(
                "insert into trail_roots (number, day, entries, token, dropped_at) values (1, '2019-01-01', 1, 'none', now())")
        }
        let sealer = Self.sealer(desk, signer, folder) { _ in LegalDate(year: 2020, month: 3, day: 3) }
        await #expect(throws: (any Error).self) { try await sealer.retention.round() }
        try await Self.run(sealer) { TrailFile.days(in: folder).count == 2 }
    }

    @Test func daysWhoseTimeIsOverAreDroppedWholeAndTheRestIsProven() async throws {
        let desk = try await Desk.make()
        let signer = desk.test.signer
        let folder = FileManager.default.temporaryDirectory.appending(path: "caunoi-trail-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await Self.fill(desk, signer, days: 1...4)
        func sealer(keepingFrom first: LegalDate?) -> TrailSealer {
            Self.sealer(desk, signer, folder) { _ in first }
        }
        // Where no rule holds, nothing goes.
        try await Self.run(sealer(keepingFrom: nil)) { TrailFile.days(in: folder).count == 4 }
        #expect(try await Self.count("trail", desk) == 4)

        try await Self.run(sealer(keepingFrom: try Self.date(3))) { TrailFile.days(in: folder).count == 2 }
        #expect(try await Self.count("trail", desk) == 2)
        let found = await TrailProof(publicKeyPEM: signer.publicKeyPEM).check(folder: folder)
        #expect(found.faults == [])
        #expect(found.dropped == 2 && found.entries == 2 && found.last == 4)

        // The last day stays: the chain goes on from it. And what was dropped is not written again, even where all files are gone.
        try await Self.run(sealer(keepingFrom: try Self.date(9))) { TrailFile.days(in: folder).count == 1 }
        try FileManager.default.removeItem(at: TrailFile.days(in: folder)[0])
        try await Self.fill(desk, signer, days: 5...5)
        try await Self.run(sealer(keepingFrom: nil)) { TrailFile.days(in: folder).count == 2 }
        #expect(await TrailProof(publicKeyPEM: signer.publicKeyPEM).check(folder: folder).faults == [])
    }

    @Test func aDayThatNoSignedHeadCoversWaits() async throws {
        let desk = try await Desk.make()
        try await Self.fill(desk, desk.test.signer, days: 1...3)
        try await desk.test.administer("delete from portal.trail_heads where number > 1")
        let retention = TrailRetention(database: desk.database, signer: desk.test.signer, clock: desk.test.house.clock) { _ in
            LegalDate(year: 2020, month: 4, day: 1)
        }
        #expect(try await retention.round() == 1)
        #expect(try await retention.round() == 0)
    }
}
