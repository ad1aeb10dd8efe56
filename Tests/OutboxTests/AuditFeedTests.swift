import Database
import Foundation
import Logging
import Models
import Testing

@testable import Outbox

/// Each line of the audit trail is told once, in whatever order and however many tell.
@Suite struct AuditFeedTests {
    private func feed(_ bench: Bench) -> AuditFeed {
        AuditFeed(.notifications, database: bench.database, outbox: bench.outbox, logger: Bench.quiet)
    }

    private func write(_ count: Int, _ bench: Bench, action: String = "case.viewed") async throws {
        try await bench.database.transaction(.service) { transaction in
            for _ in 0..<count {
                try transaction.audit(
                    AuditEntry(
                        actor: "a", actorName: "A", role: .staff, action: action, subjectKind: "case", subject: UUID(), organisation: nil,
                        details: ["part": "timeline"], reference: "r"), at: Date())
            }
        }
    }

    private func told(_ bench: Bench) async throws -> [AuditRecorded<DaySeal.Notifications>] {
        let bodies = try await bench.database.transaction(.service) {
            try await $0.rows("select body from outbox order by position").map { try $0.get("body", as: String.self) }
        }
        return try bodies.map { try MessageCoding.decode(AuditRecorded<DaySeal.Notifications>.self, from: Data($0.utf8)) }
    }

    private func untold(_ bench: Bench) async throws -> Int { try await OutboxStatus.read(bench.database, clock: .system).auditUntold }

    @Test func linesAreToldInBatchesWithAllThatTheySay() async throws {
        let bench = try await Bench.make()
        try await write(103, bench)
        #expect(try await untold(bench) == 103)
        #expect(try await feed(bench).tell() == 100)
        #expect(try await feed(bench).tell() == 3)
        #expect(try await feed(bench).tell() == 0)
        #expect(try await untold(bench) == 0)
        let lines = try await told(bench).flatMap(\.lines)
        #expect(Set(lines.map(\.id)).count == 103)
        #expect(
            lines.allSatisfy {
                $0.action == "case.viewed" && $0.details == ["part": "timeline"] && $0.reference == "r" && $0.role == .staff
            })
    }

    @Test func severalCopiesTellEachLineOnce() async throws {
        let bench = try await Bench.make()
        try await write(250, bench)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { while try await feed(bench).tell() > 0 {} }
            }
            try await group.waitForAll()
        }
        while try await feed(bench).tell() > 0 {}
        let lines = try await told(bench).flatMap(\.lines)
        #expect(lines.count == 250 && Set(lines.map(\.id)).count == 250)
    }

    @Test func aLineThatIsCommittedLateIsToldToo() async throws {
        let bench = try await Bench.make()
        let old = UUID.v7(at: Date(timeIntervalSinceNow: -3_600))
        try await write(1, bench)
        #expect(try await feed(bench).tell() == 1)
        // Its id is older than that of what was told.
        try await bench.execute(
            """
            insert into audit (id, at, actor, actor_name, role, action, subject_kind, details)
            values (\(old), now(), 'a', 'A', 'staff', 'case.late', 'case', '{}')
            """)
        #expect(try await feed(bench).tell() == 1)
        #expect(try await told(bench).flatMap(\.lines).last?.id.uuid == old)
    }
}
