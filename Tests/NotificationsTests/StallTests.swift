import Database
import Foundation
import Models
import Pages
import ServiceKit
import Testing

@testable import Notifications

/// 2 March 2026 is a Monday; 15 working days later is Monday 23 March, and no holiday lies between.
@Suite struct StallTests {
    @Test func aCaseStandsStillOnTheDayAfterItsLimit() async throws {
        let rig = try await Rig()
        let id = try await rig.openCase()
        rig.clock.move(to: "2026-03-23", hour: 23)
        #expect(try await rig.watch.look() == 0)
        rig.clock.move(to: "2026-03-24", hour: 0)
        #expect(try await rig.watch.look() == 1)
        #expect(try await rig.states(of: id) == ["open"])
        #expect(try await rig.told(CaseStalled.name) == ["\(id) 1"])
        #expect(try await rig.mails() == ["case-assigned → helper", "case-stalled → helper", "case-stalled → organisation"])
    }

    @Test func itIsRaisedOnceHoweverManyLookAtTheSameTime() async throws {
        let rig = try await Rig()
        var ids: [CaseID] = []
        for _ in 0..<20 { ids.append(try await rig.openCase()) }
        rig.clock.move(to: "2026-04-20")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { while try await rig.watch.look() > 0 {} } }
            try await group.waitForAll()
        }
        while try await rig.watch.look() > 0 {}
        #expect(try await rig.told(CaseStalled.name).sorted() == ids.map { "\($0) 1" }.sorted())
        #expect(try await rig.mails().count { $0.hasPrefix("case-stalled") } == 40)
    }

    @Test func itMovesAgainAndStallsAgainAsAnotherAlert() async throws {
        let rig = try await Rig()
        let id = try await rig.openCase()
        rig.clock.move(to: "2026-03-24")
        _ = try await rig.watch.look()
        try await rig.hear(rig.progress(id, on: "2026-03-24"), rig.progressedHandler, version: 2)
        #expect(try await rig.states(of: id) == ["closed"])
        #expect(try await rig.told(CaseMoving.name) == ["\(id) 2"])
        #expect(try await rig.watch.look() == 0)
        rig.clock.move(to: "2026-05-20")
        _ = try await rig.watch.look()
        #expect(try await rig.states(of: id) == ["closed", "open"])
        #expect(try await rig.told(CaseStalled.name) == ["\(id) 1", "\(id) 3"])
        #expect(try await rig.mails().count { $0.hasPrefix("case-stalled") } == 4)
    }

    @Test func workOfLongAgoEnteredLateDoesNotCloseTheAlert() async throws {
        let rig = try await Rig()
        let id = try await rig.openCase()
        rig.clock.move(to: "2026-05-20")
        _ = try await rig.watch.look()
        try await rig.hear(rig.progress(id, on: "2026-03-20"), rig.progressedHandler, version: 2)
        #expect(try await rig.states(of: id) == ["open"])
        #expect(try await rig.told(CaseMoving.name) == [])
    }

    @Test func aSuspendedCaseStandsStillOnlyPastTheDayByWhichItWasToGoOn() async throws {
        let rig = try await Rig()
        let (id, endless) = (try await rig.openCase(), try await rig.openCase())
        let until = try #require(LegalDate("2026-06-30"))
        for (one, day) in [(id, LegalDate?.some(until)), (endless, nil)] {
            try await rig.hear(rig.suspended(one, until: day), rig.suspendedHandler, version: 2)
        }
        rig.clock.move(to: "2026-06-30")
        #expect(try await rig.watch.look() == 0)
        rig.clock.move(to: "2026-07-01")
        #expect(try await rig.watch.look() == 1)
        #expect(try await rig.states(of: id) == ["open"])
        let alert = try #require(try await rig.alerts(of: id).first)
        #expect(alert.suspendedUntil == until)
        let kinds = Set(try await rig.mails().map { $0.prefix { $0 != " " } })
        #expect(kinds.contains("suspension-overdue") && !kinds.contains("case-stalled"))
        let day = try #require(LegalDate("2026-07-01"))
        try await rig.hear(
            CaseResumed(case: id, organisation: rig.centre, resumedOn: day, occurredAt: rig.now, recordedAt: rig.now),
            rig.resumedHandler, version: 3)
        #expect(try await rig.states(of: id) == ["closed"])
        // What it was about stays to be read.
        let closed = try #require(try await rig.alerts(of: id).first)
        #expect(closed.suspendedUntil == until && closed.closedBecause == .moving)
        #expect(try await rig.watch.look() == 0)
    }

    @Test func aSuspendedCaseThatWentOnLongAgoIsShownToStandStill() async throws {
        let rig = try await Rig()
        let id = try await rig.openCase()
        let (until, resumed) = (try #require(LegalDate("2026-06-30")), try #require(LegalDate("2026-03-03")))
        try await rig.hear(rig.suspended(id, until: until), rig.suspendedHandler, version: 2)
        rig.clock.move(to: "2026-07-01")
        #expect(try await rig.watch.look() == 1)
        // That it went on in March is entered in July only.
        try await rig.hear(
            CaseResumed(case: id, organisation: rig.centre, resumedOn: resumed, occurredAt: rig.now, recordedAt: rig.now),
            rig.resumedHandler, version: 3)
        let alert = try #require(try await rig.alerts(of: id).first)
        #expect(alert.state == .open && alert.suspendedUntil == nil)
    }

    @Test func anAlertSaysWhyItWasClosed() async throws {
        let rig = try await Rig()
        let (resting, ended, moving) = (try await rig.openCase(), try await rig.openCase(), try await rig.openCase())
        rig.clock.move(to: "2026-03-24")
        while try await rig.watch.look() > 0 {}
        try await rig.hear(rig.suspended(resting), rig.suspendedHandler, version: 2)
        try await rig.hear(rig.finished(ended), rig.finishedHandler, version: 2)
        try await rig.hear(rig.progress(moving, on: "2026-03-24"), rig.progressedHandler, version: 2)
        let t = try PageRenderer().sentences(.vi)
        for (id, cause, words) in [
            (resting, AlertClosing.suspended, "Vụ việc tạm dừng"), (ended, .ended, "Vụ việc đã kết thúc"),
            (moving, .moving, "Đã có tiến triển"),
        ] {
            let alert = try #require(try await rig.alerts(of: id).first)
            #expect(alert.state == .closed && alert.closedBecause == cause && alert.handled(t) == words)
        }
        let told = try await rig.database.transaction(.service) { transaction in
            try await transaction.rows(
                "select body::json ->> 'cause' as cause from outbox where name = \(CaseMoving.name) order by position"
            ).map {
                try $0.get("cause", as: String.self)
            }
        }
        #expect(told == ["suspended", "ended", "moving"])
    }

    @Test func aReopenedCaseIsWatchedAgainAndATransferredOneIsNot() async throws {
        let rig = try await Rig()
        let (id, gone) = (try await rig.openCase(), try await rig.openCase())
        try await rig.hear(rig.finished(id), rig.finishedHandler, version: 2)
        try await rig.hear(
            rig.reopened(id), rig.reopenedHandler, version: 3)
        try await rig.hear(
            CaseTransferred(
                case: gone, organisation: rig.centre, receiver: OrganisationID(at: rig.now), request: RequestID(at: rig.now),
                ground: "outside_territory", transferredOn: LegalDate(rig.now), occurredAt: rig.now, recordedAt: rig.now),
            CaseTransferredHandler(cases: rig.cases, follow: rig.follow), version: 2)
        rig.clock.move(to: "2026-05-20")
        #expect(try await rig.watch.look() == 1)
        #expect(try await rig.states(of: id) == ["open"])
        #expect(try await rig.states(of: gone) == [])
    }

    @Test func aPaperIsAMovement() async throws {
        let rig = try await Rig()
        let id = try await rig.openCase()
        rig.clock.move(to: "2026-03-20")
        try await rig.hear(rig.paper(id), rig.paperHandler)
        rig.clock.move(to: "2026-03-24")
        #expect(try await rig.watch.look() == 0)
    }

    @Test func aCaseOfThePastStartsOnTheDayItIsEntered() async throws {
        let rig = try await Rig()
        let id = CaseID(at: Date())
        try await rig.hear(rig.opened(id, on: "2024-01-10"), rig.openedHandler)
        #expect(try await rig.watch.look() == 0)
        rig.clock.move(to: "2026-03-24")
        #expect(try await rig.watch.look() == 1)
    }

    @Test func anEndedCaseNeverStallsAndItsAlertIsClosed() async throws {
        let rig = try await Rig()
        let id = try await rig.openCase()
        let other = try await rig.openCase()
        try await rig.hear(rig.finished(other), rig.finishedHandler, version: 2)
        rig.clock.move(to: "2026-03-24")
        #expect(try await rig.watch.look() == 1)
        try await rig.hear(rig.finished(id), rig.finishedHandler, version: 2)
        #expect(try await rig.states(of: id) == ["closed"])
        #expect(try await rig.states(of: other) == [])
    }

    @Test(arguments: 0..<24) func theOrderOfMessagesMakesNoDifference(_ order: Int) async throws {
        let rig = try await Rig()
        let id = CaseID(at: Date())
        let opened = rig.opened(id)
        rig.clock.move(to: "2026-03-03")
        let assigned = rig.assignment(id)
        var steps: [() async throws -> Void] = [
            { try await rig.hear(opened, rig.openedHandler, version: 1) },
            { try await rig.hear(assigned, rig.assigned, version: 1) },
            { try await rig.hear(rig.progress(id, on: "2026-03-10"), rig.progressedHandler, version: 2) },
            { try await rig.hear(rig.progress(id, on: "2026-03-05"), rig.progressedHandler, version: 3) },
        ]
        var rest = order
        for count in stride(from: 4, to: 0, by: -1) {
            try await steps.remove(at: rest % count)()
            rest /= count
        }
        let watched = try await rig.database.transaction(.service) { try await rig.cases.find(id, in: $0) }
        #expect(watched?.lastMovementOn == LegalDate("2026-03-10"))
        #expect(watched?.stallsOn == LegalDate("2026-04-01"))
        #expect(watched?.state == .underWay)
        #expect(watched?.helper == rig.helper)
        #expect(try await rig.mails() == ["case-assigned → helper"])
    }
}
