import Database
import Foundation
import HTTPTypes
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Điều 25.2a: nobody acts for both sides of one matter.
@Suite struct ConflictTests {
    @Test func twoSidesThatNameEachOtherAreInConflict() async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(["opposing": [["name": "Lý Văn Đối"]]], client: ["name": "Trần Thị Một"])
        // As the other side types it at another counter: no tones, other capitals, a doubled space.
        let second = try await counter.accept(
            ["opposing": [["name": "tran thi  MOT"]], "centre": counter.foreign.description], client: ["name": "Ly Van Doi"],
            by: counter.identity(.staff, of: counter.foreign))
        try await counter.announce(first)
        try await counter.announce(second)
        let opened = try await counter.test.told(CaseOpened.self)
        #expect(opened.map(\.case) == [first, second])
        #expect(opened[1].conflicts == [CaseConflict(case: first, verdict: .conflict, score: 1)])
        let view = try await counter.test.ask(.get, "/api/v1/cases/\(first)", by: counter.staff)
        #expect(view.text.contains(second.description))
    }

    @Test func oneSideNamedOnceIsForPeopleToReview() async throws {
        let counter = try await Counter.open()
        let first = try await counter.accept(client: ["name": "Trần Thị Một"])
        let second = try await counter.accept(["opposing": [["name": "Trần Thị Một"]]], client: ["name": "Lý Văn Đối"])
        try await counter.announce(first)
        try await counter.announce(second)
        #expect(try await counter.test.told(CaseOpened.self).last?.conflicts.map(\.verdict) == [.review])
    }

    @Test func clientsOfOneMatterAreNotInConflict() async throws {
        let counter = try await Counter.open()
        let matter = UUID().text
        let first = try await counter.accept(["matter": matter], client: ["name": "Trần Thị Một"])
        let second = try await counter.accept(["matter": matter], client: ["name": "Trần Văn Hai"])
        try await counter.announce(first)
        try await counter.announce(second)
        #expect(try await counter.test.told(CaseOpened.self).allSatisfy { $0.conflicts.isEmpty })
    }

    @Test func aNoticeIsToldAsAcceptedAtOnceAndCustodyWithItsTime() async throws {
        let counter = try await Counter.open()
        let plain = try await counter.accept(client: ["name": "Trần Thị Một"])
        let notice = try await counter.accept(["channel": "notice", "held": "2026-01-05T02:03:00Z"], client: ["name": "Lý Văn Hai"])
        for id in [plain, notice] { try await counter.announce(id) }
        let opened = try await counter.test.told(CaseOpened.self)
        #expect(opened.map(\.acceptedAtOnce) == [false, true])
        #expect(opened.map(\.held) == [nil, Instant.parse("2026-01-05T02:03:00Z")])
    }

    @Test func noNameLeavesIntake() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept(["opposing": [["name": "Lý Văn Đối"]]], client: ["name": "Trần Thị Một"])
        try await counter.announce(id)
        let bodies = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select body from outbox").map { try $0.get("body", as: String.self) }
        }
        #expect(bodies.count == 3)
        #expect(bodies.allSatisfy { !$0.contains("Trần") && !$0.contains("Đối") })
    }
}

extension Counter {
    /// What the announcer does soon after a registration.
    func announce(_ id: CaseID) async throws {
        try await desk.announce(id, for: identity(.system))
    }

    private var desk: CaseDesk {
        let cases = CaseStore()
        let dossier = DossierStore()
        let announcing = AnnounceCase(
            clock: test.house.clock, rules: test.house.rules, outbox: test.house.outbox, cases: cases, dossier: dossier,
            search: ConflictSearch(), conflicts: ConflictStore(), timeline: TimelineStore())
        return CaseDesk(
            clock: test.house.clock, database: test.house.database, cases: cases, dossier: dossier, conflicts: ConflictStore(),
            timeline: TimelineStore(), requests: RequestStore(), announcing: announcing)
    }
}
