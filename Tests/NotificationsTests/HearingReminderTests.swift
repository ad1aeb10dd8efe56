import Database
import Foundation
import Models
import Testing

@testable import Notifications

/// 2 March 2026 is a Monday; hearings are on Friday 13 March at half past eight: three working days before is Tuesday 10, one is Thursday 12.
@Suite struct HearingReminderTests {
    private static let friday = at("2026-03-13", 8.5)

    private static func at(_ date: String, _ hour: Double) -> Date {
        (LegalDate(date) ?? LegalDate(dayNumber: 0)).start.addingTimeInterval(hour * 3600)
    }

    private func hearing(
        _ rig: Rig, _ id: CaseID, _ hearing: HearingID, at startsAt: Date = friday, _ state: HearingChanged.State = .scheduled,
        movedFrom: Date? = nil, next: Date? = nil
    ) -> HearingChanged {
        HearingChanged(
            hearing: hearing, case: id, organisation: rig.centre, kind: "first_instance", startsAt: startsAt, state: state,
            movedFrom: movedFrom, next: next, occurredAt: rig.now, recordedAt: rig.now)
    }

    /// A case with a hearing of Friday, told on Monday.
    private func office() async throws -> (Rig, CaseID, HearingID) {
        let rig = try await Rig()
        let id = try await rig.openCase()
        let hearing = HearingID(at: Date())
        try await rig.hear(self.hearing(rig, id, hearing), rig.hearingHandler)
        while try await rig.hearingWatch.look() > 0 {}
        return (rig, id, hearing)
    }

    private func mails(_ rig: Rig) async throws -> [String] { try await rig.mails().filter { $0.hasPrefix("hearing") } }

    private func look(_ rig: Rig, _ date: String, _ hour: Double) async throws -> Int {
        rig.clock.move(to: date, hour: hour)
        while try await rig.hearingWatch.look() > 0 {}
        return try await mails(rig).count
    }

    @Test func theHelperIsRemindedThreeWorkingDaysAndOneBefore() async throws {
        let (rig, _, _) = try await office()
        #expect(try await look(rig, "2026-03-10", 6.9) == 0)
        #expect(try await look(rig, "2026-03-10", 7) == 1)
        #expect(try await look(rig, "2026-03-12", 6.9) == 1)
        #expect(try await look(rig, "2026-03-12", 7) == 2)
        #expect(try await look(rig, "2026-03-13", 9) == 2)
        #expect(try await mails(rig) == ["hearing-reminder → helper", "hearing-reminder → helper"])
        let body = try await rig.database.transaction(.service) {
            try await $0.value("select body from emails where kind = 'hearing-reminder' limit 1", as: String.self)
        }
        #expect(body?.contains("Phiên tòa sơ thẩm vào 13/03/2026, 08:30") == true && body?.contains("TT.TV.01.2026") == true)
    }

    @Test func aServiceThatWasAwayWritesTheLatestReminderOnly() async throws {
        let (rig, _, _) = try await office()
        #expect(try await look(rig, "2026-03-12", 20) == 1)
        #expect(try await look(rig, "2026-03-12", 21) == 1)
    }

    @Test func manyWhoLookAtTheSameTimeWriteOnce() async throws {
        let rig = try await Rig()
        let id = try await rig.openCase()
        for _ in 0..<20 { try await rig.hear(hearing(rig, id, HearingID(at: Date())), rig.hearingHandler) }
        rig.clock.move(to: "2026-03-10", hour: 8)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { while try await rig.hearingWatch.look() > 0 {} } }
            try await group.waitForAll()
        }
        #expect(try await look(rig, "2026-03-10", 8) == 20)
    }

    @Test func whoeverIsMovedIsToldAtOnceAndRemindedOfTheNewHour() async throws {
        let (rig, id, hearing) = try await office()
        #expect(try await look(rig, "2026-03-10", 8) == 1)
        let later = Self.at("2026-03-20", 14)
        try await rig.hear(self.hearing(rig, id, hearing, at: later, movedFrom: Self.friday), rig.hearingHandler, version: 2)
        #expect(try await mails(rig) == ["hearing-moved → helper", "hearing-reminder → helper"])
        #expect(try await look(rig, "2026-03-12", 8) == 2)
        #expect(try await look(rig, "2026-03-17", 8) == 3)
        #expect(try await look(rig, "2026-03-19", 8) == 4)
    }

    @Test func aMoveToAnHourThatIsNearNeedsNoReminderBeside() async throws {
        let (rig, id, hearing) = try await office()
        rig.clock.move(to: "2026-03-10", hour: 8)
        let near = Self.at("2026-03-12", 14)
        try await rig.hear(self.hearing(rig, id, hearing, at: near, movedFrom: Self.friday), rig.hearingHandler, version: 2)
        #expect(try await look(rig, "2026-03-10", 9) == 1)
        #expect(try await look(rig, "2026-03-11", 9) == 2)
        #expect(try await mails(rig) == ["hearing-moved → helper", "hearing-reminder → helper"])
    }

    @Test(arguments: [HearingChanged.State.adjourned, .withdrawn]) func whatIsCalledOffIsToldAtOnce(_ state: HearingChanged.State)
        async throws
    {
        let (rig, id, hearing) = try await office()
        try await rig.hear(self.hearing(rig, id, hearing, state), rig.hearingHandler, version: 2)
        #expect(try await look(rig, "2026-03-12", 8) == 1)
        #expect(try await mails(rig) == ["hearing-cancelled → helper"])
    }

    @Test func anAdjournmentToAKnownDayIsOneMail() async throws {
        let (rig, id, hearing) = try await office()
        let next = Self.at("2026-03-20", 14)
        try await rig.hear(self.hearing(rig, id, hearing, .adjourned, next: next), rig.hearingHandler, version: 2)
        try await rig.hear(self.hearing(rig, id, HearingID(at: Date()), at: next, movedFrom: Self.friday), rig.hearingHandler)
        #expect(try await look(rig, "2026-03-13", 8) == 1)
        #expect(try await mails(rig) == ["hearing-moved → helper"])
    }

    @Test func whatIsHeardTwiceOrLateChangesNothing() async throws {
        let (rig, id, hearing) = try await office()
        let later = Self.at("2026-03-20", 14)
        let moved = self.hearing(rig, id, hearing, at: later, movedFrom: Self.friday)
        let envelope = UUID()
        try await rig.hear(moved, rig.hearingHandler, version: 3, id: envelope)
        try await rig.hear(moved, rig.hearingHandler, version: 3, id: envelope)
        try await rig.hear(self.hearing(rig, id, hearing, .withdrawn), rig.hearingHandler, version: 2)
        #expect(try await mails(rig) == ["hearing-moved → helper"])
        #expect(try await look(rig, "2026-03-17", 8) == 2)
    }

    @Test func whatIsOverIsNotToldOfAnyMore() async throws {
        let (rig, id, hearing) = try await office()
        rig.clock.move(to: "2026-03-14", hour: 8)
        try await rig.hear(self.hearing(rig, id, hearing, .withdrawn), rig.hearingHandler, version: 2)
        #expect(try await look(rig, "2026-03-14", 9) == 0)
    }

    @Test func anotherHelperIsRemindedAndTheFormerIsNot() async throws {
        let (rig, id, _) = try await office()
        #expect(try await look(rig, "2026-03-10", 8) == 1)
        let other = HelperID(at: Date())
        try await rig.hear(rig.helperChanged(other), HelperChangedHandler(helpers: rig.helpers))
        try await rig.hear(rig.assignment(id, to: other), rig.assigned, version: 2)
        #expect(try await look(rig, "2026-03-10", 9) == 2)
        #expect(try await look(rig, "2026-03-12", 8) == 3)
        let reminded = try await rig.database.transaction(.service) { transaction in
            try await transaction.rows("select helper, working_days from hearing_reminders order by written_at").map {
                "\(try $0.get("helper", as: HelperID.self)) \(try $0.get("working_days", as: Int.self))"
            }
        }
        #expect(reminded == ["\(rig.helper) 3", "\(other) 3", "\(other) 1"])
    }

    @Test func aCaseThatHasEndedRemindsOfNothing() async throws {
        let (rig, id, hearing) = try await office()
        try await rig.hear(rig.finished(id), rig.finishedHandler, version: 2)
        #expect(try await look(rig, "2026-03-12", 8) == 0)
        try await rig.hear(self.hearing(rig, id, hearing, .withdrawn), rig.hearingHandler, version: 2)
        #expect(try await mails(rig) == [])
    }

    private func suspend(_ id: CaseID, _ rig: Rig, version: Int) async throws {
        try await rig.hear(
            CaseSuspended(
                case: id, organisation: rig.centre, ground: "awaiting_client", suspendedOn: LegalDate(rig.now), occurredAt: rig.now,
                recordedAt: rig.now), rig.suspendedHandler, version: version)
    }

    private func resume(_ id: CaseID, _ rig: Rig, version: Int) async throws {
        try await rig.hear(
            CaseResumed(case: id, organisation: rig.centre, resumedOn: LegalDate(rig.now), occurredAt: rig.now, recordedAt: rig.now),
            rig.resumedHandler, version: version)
    }

    @Test func aCaseThatGoesOnRemindsOfWhatWasDueWhileItRested() async throws {
        let (rig, id, _) = try await office()
        try await suspend(id, rig, version: 2)
        #expect(try await look(rig, "2026-03-12", 8) == 0)
        try await resume(id, rig, version: 3)
        #expect(try await look(rig, "2026-03-12", 9) == 1)
        #expect(try await mails(rig) == ["hearing-reminder → helper"])
    }

    @Test func aCaseThatIsReopenedRemindsOfWhatWasDueMeanwhile() async throws {
        let (rig, id, _) = try await office()
        try await rig.hear(rig.finished(id), rig.finishedHandler, version: 2)
        #expect(try await look(rig, "2026-03-12", 8) == 0)
        try await rig.hear(
            CaseReopened(case: id, organisation: rig.centre, reopenedOn: LegalDate(rig.now), occurredAt: rig.now, recordedAt: rig.now),
            rig.reopenedHandler, version: 3)
        #expect(try await look(rig, "2026-03-12", 9) == 1)
    }

    @Test(arguments: [HearingChanged.State.scheduled, .withdrawn]) func whatIsMovedOrCalledOffWhileACaseRestsIsTold(
        _ state: HearingChanged.State
    ) async throws {
        let (rig, id, hearing) = try await office()
        try await suspend(id, rig, version: 2)
        let isMoved = state == .scheduled
        let change = self.hearing(
            rig, id, hearing, at: isMoved ? Self.at("2026-03-20", 14) : Self.friday, state, movedFrom: isMoved ? Self.friday : nil)
        try await rig.hear(change, rig.hearingHandler, version: 2)
        #expect(try await mails(rig) == [isMoved ? "hearing-moved → helper" : "hearing-cancelled → helper"])
    }

    @Test func aHearingHeardOfBeforeItsCaseWaits() async throws {
        let rig = try await Rig()
        let (id, hearing) = (CaseID(at: Date()), HearingID(at: Date()))
        try await rig.hear(self.hearing(rig, id, hearing), rig.hearingHandler)
        #expect(try await look(rig, "2026-03-12", 8) == 0)
        try await rig.hear(rig.opened(id), rig.openedHandler)
        try await rig.hear(rig.assignment(id), rig.assigned)
        #expect(try await look(rig, "2026-03-12", 8.1) == 1)
    }

    @Test func hearingsToLookAtAreReadByIndex() async throws {
        let rig = try await Rig()
        let plan = try await rig.database.transaction(.service) { transaction in
            try await transaction.execute(
                """
                insert into hearings (id, case_id, organisation, kind, starts_at, state, version, look_at)
                select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'other', now(), 'scheduled', 1,
                    timestamptz '2027-06-01' + number * interval '1 minute'
                from generate_series(1, 40000) as number
                """)
            return try await transaction.rows(
                """
                explain select id from hearings where look_at <= timestamptz '2026-12-01' order by look_at limit 50 for update skip locked
                """
            ).map { try $0.get("QUERY PLAN", as: String.self) }.joined(separator: "\n")
        }
        #expect(plan.contains("hearings_to_look_at"), "\(plan)")
    }
}
