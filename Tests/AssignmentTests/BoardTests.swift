import Database
import Foundation
import HTTPTypes
import Models
import ServiceKit
import Testing

@testable import Assignment

/// What is late, and until when it is not (Law 11/2017, Điều 31, 33; circular 12/2018, Điều 5, 6).
@Suite struct BoardTests {
    private func limits(_ office: Office) -> BoardLimits { BoardLimits(office.registers.rules, now: office.clock.now) }

    private func board(_ office: Office, _ filter: BoardFilter = BoardFilter()) async throws -> [BoardCase] {
        let scope = Scope.organisations([office.centre])
        return try await office.database.transaction(scope) {
            try await BoardStore.list(filter, PageRequest(limit: 50), within: scope, limits(office), in: $0)
        }
    }

    private func late(_ office: Office) async throws -> [Lateness: Int] {
        let scope = Scope.organisations([office.centre])
        let counts = try await office.database.transaction(scope) { try await BoardStore.counts(within: scope, limits(office), in: $0) }
        // What is counted, what is listed and what is said of each case are one.
        for kind in Lateness.allCases {
            let listed = try await board(office, BoardFilter(late: .one(kind)))
            #expect(listed.count == counts.late[kind])
        }
        for item in try await board(office) {
            let isListed = try await board(office, BoardFilter(late: .any)).contains { $0.id == item.id }
            #expect((limits(office).lateness(of: item) != nil) == isListed)
        }
        return counts.late.filter { $0.value > 0 }
    }

    private func decide(_ id: CaseID, _ office: Office) async throws {
        let decision = Decision(FieldReader(["number": "1/QĐ", "date": .string(office.clock.today.description), "signer": "Lê Văn Lãnh"]))
        _ = try await office.database.transaction(.service) {
            try await office.assignments.decide(decision, on: id, .system, check: { _ in }, in: $0)
        }
    }

    private func accept(_ id: CaseID, _ helper: HelperID, _ office: Office) async throws {
        _ = try await office.database.transaction(.service) {
            try await office.assignments.accept(id, by: .helper(helper, at: office.centre), .system, check: { _ in }, in: $0)
        }
    }

    @Test(arguments: ["ĐDNTT", "đdntt.01", "ddntt", "tt.ddntt.01.2026", "dang thi", "Đặng"])
    func codesAndNamesAreFoundHoweverTheyAreTyped(_ text: String) async throws {
        let office = try await Office.open()
        try await office.helper("Đặng Thị Hường")
        let id = try await office.openCase(.representation, code: "TT.ĐDNTT.01.2026")
        #expect(try await board(office, BoardFilter(text: text)).map(\.id) == [id])
        #expect(try await board(office, BoardFilter(text: "ĐDNTT.02")).isEmpty)
    }

    @Test func somebodyHeldHasAHelperWithinTwelveHoursToTheMinute() async throws {
        let office = try await Office.open()
        let start = office.clock.now
        let held = try await office.openCase(held: start.addingTimeInterval(-7_200))
        try await office.openCase()
        let item = try #require(try await board(office).first { $0.id == held })
        #expect(limits(office).due(of: item) == .instant(start.addingTimeInterval(12 * 3_600)))
        office.pass(days: (12 * 60 - 1) / 1_440.0)
        #expect(try await late(office).isEmpty)
        office.pass(days: 2 / 1_440.0)
        #expect(try await late(office) == [.helper: 1])
        #expect(try await board(office, BoardFilter(late: .any)).map(\.id) == [held])
    }

    @Test func whatWasAcceptedAtOnceHasItsHelperWithinADay() async throws {
        let office = try await Office.open()
        let atOnce = try await office.openCase(atOnce: true)
        let advice = try await office.openCase(.advice, held: office.clock.now)
        office.pass(days: 1.001)
        #expect(try await late(office) == [.helper: 1])
        #expect(try await board(office, BoardFilter(late: .one(.helper))).map(\.id) == [atOnce])
        office.pass(days: 3)
        #expect(try await board(office, BoardFilter(late: .one(.helper))).map(\.id).contains(advice), "custody shortens litigation alone")
    }

    @Test func theOthersHaveThreeWorkingDays() async throws {
        let office = try await Office.open()
        // A Monday evening.
        let id = try await office.openCase()
        let item = try #require(try await board(office).first { $0.id == id })
        #expect(limits(office).due(of: item) == .day(office.clock.today.adding(days: 3)))
        office.pass(days: 3)
        #expect(try await late(office).isEmpty)
        office.pass(days: 1)
        #expect(try await late(office) == [.helper: 1])
    }

    @Test func aHelperWithoutADecisionIsNotNamedInTime() async throws {
        let office = try await Office.open()
        let helper = try await office.helper("An")
        let litigation = try await office.openCase()
        let advice = try await office.openCase(.advice)
        for id in [litigation, advice] { try await accept(id, helper, office) }
        office.pass(days: 4)
        #expect(try await late(office) == [.decision: 1])
        #expect(try await board(office, BoardFilter(late: .one(.decision))).map(\.id) == [litigation])
        try await decide(litigation, office)
        #expect(try await late(office).isEmpty)
        let item = try #require(try await board(office).first { $0.id == litigation })
        #expect(limits(office).due(of: item) == nil)
    }

    @Test func anOfferIsAnsweredWithinItsTime() async throws {
        let office = try await Office.open()
        try await office.helper("An")
        try await office.openCase(.advice)
        office.pass(days: 0.99)
        #expect(try await late(office).isEmpty)
        office.pass(days: 0.02)
        #expect(try await late(office) == [.answer: 1])
        // Of two things that are late the law's is said, with its own limit.
        let id = try await office.openCase()
        let day = office.clock.today.adding(days: 3)
        office.pass(days: 8)
        let item = try #require(try await board(office).first { $0.id == id })
        #expect(limits(office).lateness(of: item) == .decision && limits(office).due(of: item) == .day(day))
    }

    @Test func theClockRunsAnewWhenANamedHelperGoes() async throws {
        let office = try await Office.open()
        let first = try await office.helper("An")
        let second = try await office.helper("Bình")
        let id = try await office.openCase()
        try await accept(id, first, office)
        try await decide(id, office)
        office.pass(days: 30)
        _ = try await office.database.transaction(.service) {
            let reader = FieldReader(["helper": .string(second.description), "reason": "Nghỉ hưu."])
            return try await office.assignments.pick(PickRequest(reader, grounds: []), for: id, .system, check: { _ in }, in: $0)
        }
        try await accept(id, second, office)
        #expect(try await late(office).isEmpty)
        office.pass(days: 8)
        #expect(try await late(office) == [.decision: 1])
    }

    /// Joint circular 10/2018, Điều 6.1, 6.2: another defender within 24 hours of the paper, another protector within two working days.
    @Test(arguments: [("defence_refused", 1.0), ("defence_cancelled", 1.0), ("protector_refused", 2.0)])
    func jointCircular10_2018_article6_aReplacementHasItsOwnTime(_ ground: String, _ days: Double) async throws {
        let office = try await Office.open()
        let (first, second) = (try await office.helper("An"), try await office.helper("Bình"))
        let id = try await office.openCase()
        try await accept(id, first, office)
        try await decide(id, office)
        // As it goes over the wire: to the millisecond.
        let came = try #require(Instant.parse(Instant.format(office.clock.now)))
        office.pass(days: 0.1)
        func turnAway() async throws -> CaseAssignment {
            let reader = FieldReader(["ground": .string(ground), "received_at": .string(Instant.format(came))])
            let request = PickRequest(reader, grounds: office.assignments.changeGrounds)
            try reader.finish()
            return try await office.database.transaction(.service) {
                try await office.assignments.pick(request, for: id, .system, check: { _ in }, in: $0)
            }
        }
        let picked = try await turnAway()
        #expect(picked.helper == second && picked.decision == nil)
        try await accept(id, second, office)
        let item = try #require(try await board(office).first { $0.id == id })
        let due: DueTime = days == 1 ? .instant(came.addingTimeInterval(86_400)) : .day(LegalDate(came).adding(days: 2))
        #expect(limits(office).due(of: item) == due)
        office.pass(days: days - 0.2)
        #expect(try await late(office).isEmpty)
        office.pass(days: 1.2)
        #expect(try await late(office) == [.decision: 1])
        // With nobody left the case waits, still on its clock; whom the body turned away is not picked again.
        let waiting = try await turnAway()
        #expect(waiting.helper == nil && waiting.state == .waiting)
        #expect(try await late(office) == [.helper: 1])
        office.pass(days: 0.02)
        _ = try await office.waiting.tryDue()
        #expect(try await office.assignment(id).helper == nil)
        #expect(try await office.told(id.uuid).filter { $0.hasPrefix("assignment.offer-refused") }.count == 2)
    }

    @Test func whatIsLateStandsFirstThenWhatHasHours() async throws {
        let office = try await Office.open()
        let plain = try await office.openCase()
        office.pass(days: 0.1)
        let atOnce = try await office.openCase(atOnce: true)
        office.pass(days: 0.1)
        let held = try await office.openCase(held: office.clock.now)
        #expect(try await board(office).map(\.id) == [held, atOnce, plain])
        office.pass(days: 4)
        let new = try await office.openCase(held: office.clock.now)
        #expect(try await board(office).map(\.id) == [plain, atOnce, held, new])
        let scope = Scope.organisations([office.centre])
        var paged: [CaseID] = []
        var after: Cursor?
        repeat {
            let page = PageRequest(limit: 1, after: after)
            let found = try await office.database.transaction(scope) {
                try await BoardStore.list(BoardFilter(), page, within: scope, limits(office), in: $0)
            }
            paged += found.prefix(1).map(\.id)
            after = found.count > 1 ? BoardPage.cursor(after: found[0], limits(office)) : nil
        } while after != nil
        #expect(paged == [plain, atOnce, held, new])
    }
}
