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

    @Test func daysWhoseTimeIsOverAreDroppedWholeAndTheRestIsProven() async throws {
        let desk = try await Desk.make()
        let signer = desk.test.signer
        let folder = FileManager.default.temporaryDirectory.appending(path: "caunoi-trail-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await Self.fill(desk, signer, days: 1...4)
        func sealer(keepingFrom first: LegalDate?) -> TrailSealer {
            TrailSealer(
                database: desk.database, trail: TrailStore(),
                retention: TrailRetention(database: desk.database, signer: signer, clock: desk.test.house.clock) { _ in first },
                signer: signer, folder: folder, clock: desk.test.house.clock,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
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
        try await desk.database.transaction(.service) { transaction in
            _ = try await transaction.execute("delete from trail_heads where number > 1")
        }
        let retention = TrailRetention(database: desk.database, signer: desk.test.signer, clock: desk.test.house.clock) { _ in
            LegalDate(year: 2020, month: 4, day: 1)
        }
        #expect(try await retention.round() == 1)
        #expect(try await retention.round() == 0)
    }
}
