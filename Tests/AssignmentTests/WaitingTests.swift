import Database
import Foundation
import Models
import Outbox
import Rules
import Testing

@testable import Assignment

@Suite struct WaitingTests {
    @Test func caseWaitsAndFindsTheHelperWhoComesLater() async throws {
        let office = try await Office.open()
        try await office.helper("An", .collaborator)
        let id = try await office.openCase()
        #expect(try await office.assignment(id).state == .waiting)
        #expect(try await office.told(id.uuid) == ["assignment.no-helper-found.v1 1"])
        #expect(try await office.waiting.tryDue() == 0)
        office.pass(days: 0.001)
        let officer = try await office.helper("Bình")
        #expect(try await office.waiting.tryDue() == 1)
        #expect(try await office.assignment(id).helper == officer)
        #expect(try await office.told(id.uuid) == ["assignment.no-helper-found.v1 1", "assignment.case-assigned.v1 2"])
    }

    @Test func endOfAnAbsenceIsTried() async throws {
        let office = try await Office.open()
        let helper = try await office.helper("An")
        try await office.absence(of: helper, days: 0...1)
        let id = try await office.openCase()
        office.pass(days: 1)
        #expect(try await office.waiting.tryDue() == 0)
        office.pass(days: 1)
        #expect(try await office.waiting.tryDue() == 1)
        #expect(try await office.assignment(id).state == .offered)
    }

    @Test func stoppedCaseIsNotTried() async throws {
        let office = try await Office.open()
        let id = try await office.openCase()
        let stopped = CaseStopped(
            case: id, organisation: office.centre, ground: "withdrawn", stoppedOn: office.clock.today, occurredAt: office.clock.now,
            recordedAt: office.clock.now)
        try await office.hear(stopped, CaseStoppedHandler(clock: office.clock))
        office.pass(days: 0.1)
        try await office.helper("An")
        #expect(try await office.waiting.tryDue() == 0)
    }

    @Test func finishedCaseWeighsNothing() async throws {
        let office = try await Office.open()
        let first = try await office.helper("An")
        try await office.helper("Bình")
        let id = try await office.openCase()
        try await office.openCase()
        let finished = CaseFinished(
            case: id, organisation: office.centre, helper: first, finishedOn: office.clock.today, occurredAt: office.clock.now,
            recordedAt: office.clock.now)
        for _ in 0..<2 { try await office.hear(finished, CaseFinishedHandler(clock: office.clock)) }
        office.pass(days: 0.1)
        #expect(try await office.assignment(office.openCase()).helper == first)
    }

    @Test func suspendedCaseWeighsNothingUntilItIsResumed() async throws {
        let office = try await Office.open()
        let first = try await office.helper("An")
        let second = try await office.helper("Bình")
        let id = try await office.openCase()
        try await office.openCase()
        #expect(try await office.assignment(id).helper == first)
        let suspended = CaseSuspended(
            case: id, organisation: office.centre, ground: "proceedings_suspended", suspendedOn: office.clock.today,
            occurredAt: office.clock.now, recordedAt: office.clock.now)
        for _ in 0..<2 { try await office.hear(suspended, CaseSuspendedHandler()) }
        office.pass(days: 0.1)
        #expect(try await office.assignment(office.openCase()).helper == first)
        let resumed = CaseResumed(
            case: id, organisation: office.centre, resumedOn: office.clock.today, occurredAt: office.clock.now, recordedAt: office.clock.now
        )
        for _ in 0..<2 { try await office.hear(resumed, CaseResumedHandler(calendar: office.registers.rules.calendar)) }
        #expect(try await office.assignment(office.openCase()).helper == second)
    }

    @Test func suspendedCaseThatWaitsIsNotTriedAndAReopenedOneHasItsHelperAgain() async throws {
        let office = try await Office.open()
        let waiting = try await office.openCase()
        let now = office.clock.now
        try await office.hear(
            CaseSuspended(
                case: waiting, organisation: office.centre, ground: "awaiting_client", suspendedOn: office.clock.today, occurredAt: now,
                recordedAt: now), CaseSuspendedHandler())
        office.pass(days: 0.1)
        let helper = try await office.helper("An")
        #expect(try await office.waiting.tryDue() == 0)
        let id = try await office.openCase()
        let finished = CaseFinished(
            case: id, organisation: office.centre, helper: helper, finishedOn: office.clock.today, occurredAt: now, recordedAt: now)
        try await office.hear(finished, CaseFinishedHandler(clock: office.clock))
        #expect(try await office.assignment(id).isClosed)
        let reopened = CaseReopened(case: id, organisation: office.centre, reopenedOn: office.clock.today, occurredAt: now, recordedAt: now)
        for _ in 0..<2 { try await office.hear(reopened, CaseReopenedHandler()) }
        let again = try await office.assignment(id)
        #expect(!again.isClosed && again.helper == helper)
        try await office.hear(
            CaseTransferred(
                case: id, organisation: office.centre, receiver: OrganisationID(at: now), request: RequestID(at: now),
                ground: "outside_territory", transferredOn: office.clock.today, occurredAt: now, recordedAt: now),
            CaseTransferredHandler(clock: office.clock))
        #expect(try await office.assignment(id).isClosed)
    }

    @Test func aCorrectedCaseWeighsAndIsLimitedByItsTrueForm() async throws {
        let office = try await Office.open()
        let helper = try await office.helper("An")
        let id = try await office.openCase(.advice)
        func weight() async throws -> Double? {
            try await office.database.transaction(.service) {
                try await $0.value("select weight from assignments where case_id = \(id)", as: Double.self)
            }
        }
        #expect(try await weight() == 1)
        let corrected = CaseCorrected(
            case: id, organisation: office.centre, form: .litigation, field: .labour, categories: [.poorHousehold],
            countedAs: .poorHousehold,
            poorAndEthnicMinority: false, gender: .female, occurredAt: office.clock.now, recordedAt: office.clock.now)
        for _ in 0..<2 { try await office.hear(corrected, CaseCorrectedHandler(rules: office.registers.rules)) }
        let found = try await office.assignment(id)
        #expect(found.form == .litigation && found.helper == helper)
        #expect(try await weight() == 3)
        var unknown = corrected
        unknown.case = CaseID(at: office.clock.now)
        let early = unknown
        await #expect(throws: RetryLater.self) { try await office.hear(early, CaseCorrectedHandler(rules: office.registers.rules)) }
    }

    @Test func caseThatEndedWhileItRestedAndIsReopenedWeighsAgain() async throws {
        let office = try await Office.open()
        let first = try await office.helper("An")
        let second = try await office.helper("Bình")
        let id = try await office.openCase()
        try await office.openCase()
        let now = office.clock.now
        try await office.hear(
            CaseSuspended(
                case: id, organisation: office.centre, ground: "proceedings_suspended", suspendedOn: office.clock.today, occurredAt: now,
                recordedAt: now), CaseSuspendedHandler())
        try await office.hear(
            CaseFinished(
                case: id, organisation: office.centre, helper: first, finishedOn: office.clock.today, occurredAt: now, recordedAt: now),
            CaseFinishedHandler(clock: office.clock))
        try await office.hear(
            CaseReopened(case: id, organisation: office.centre, reopenedOn: office.clock.today, occurredAt: now, recordedAt: now),
            CaseReopenedHandler())
        let reopened = try await office.assignment(id)
        #expect(!reopened.isClosed && !reopened.isResting)
        office.pass(days: 0.1)
        try await office.openCase()
        #expect(try await office.assignment(office.openCase()).helper == second)
    }

    /// 21 September 2026 is a Monday: the case of that day rests from Tuesday to Monday, four working days later, both of which are heard of late.
    @Test func clockOfACaseThatRestedGoesOnByTheWorkingDaysThatItStood() async throws {
        let office = try await Office.open()
        let id = try await office.openCase()
        let before = try await office.assignment(id).clock
        #expect(before.startedOn == LegalDate("2026-09-21"))
        let rest = try #require(LegalDate("2026-09-22"))
        let goesOn = try #require(LegalDate("2026-09-28"))
        let (restAt, goesOnAt) = (rest.start.addingTimeInterval(9 * 3600), goesOn.start.addingTimeInterval(15 * 3600))
        office.pass(days: 20)
        try await office.hear(
            CaseSuspended(
                case: id, organisation: office.centre, ground: "proceedings_suspended", suspendedOn: rest, occurredAt: rest.start,
                recordedAt: restAt), CaseSuspendedHandler())
        office.pass(days: 1)
        let resumed = CaseResumed(
            case: id, organisation: office.centre, resumedOn: goesOn, occurredAt: goesOn.start, recordedAt: goesOnAt)
        for _ in 0..<2 { try await office.hear(resumed, CaseResumedHandler(calendar: office.registers.rules.calendar)) }
        let after = try await office.assignment(id).clock
        #expect(after.startedOn == LegalDate("2026-09-25"))
        #expect(abs(after.startedAt.timeIntervalSince(before.startedAt) - goesOnAt.timeIntervalSince(restAt)) < 0.01)
    }

    @Test func clockThatBeganDuringTheRestStoodFromThenOn() async throws {
        let office = try await Office.open()
        let id = try await office.openCase()
        let before = try await office.assignment(id).clock
        let rest = office.clock.today.adding(days: -14)
        try await office.hear(
            CaseSuspended(
                case: id, organisation: office.centre, ground: "awaiting_client", suspendedOn: rest, occurredAt: rest.start,
                recordedAt: rest.start), CaseSuspendedHandler())
        let goesOn = office.clock.today.adding(days: 1)
        let goesOnAt = goesOn.start.addingTimeInterval(8 * 3600)
        try await office.hear(
            CaseResumed(case: id, organisation: office.centre, resumedOn: goesOn, occurredAt: goesOn.start, recordedAt: goesOnAt),
            CaseResumedHandler(calendar: office.registers.rules.calendar))
        let after = try await office.assignment(id).clock
        #expect(after.startedOn == before.startedOn.adding(days: 1))
        #expect(abs(after.startedAt.timeIntervalSince(goesOnAt)) < 0.01)
    }

    @Test func endOfAnUnknownCaseIsTriedLater() async throws {
        let office = try await Office.open()
        let finished = CaseFinished(
            case: CaseID(at: office.clock.now), organisation: office.centre, finishedOn: office.clock.today, occurredAt: office.clock.now,
            recordedAt: office.clock.now)
        await #expect(throws: RetryLater.self) { try await office.hear(finished, CaseFinishedHandler(clock: office.clock)) }
    }

    @Test func caseOpenedTwiceIsAssignedOnce() async throws {
        let office = try await Office.open()
        try await office.helper("An")
        try await office.helper("Bình")
        let id = try await office.openCase()
        let before = try await office.assignment(id)
        try await office.openCase(id: id)
        let after = try await office.assignment(id)
        #expect(before.helper == after.helper)
        #expect(before.version == after.version)
        #expect(try await office.told(id.uuid) == ["assignment.case-assigned.v1 1"])
    }
}
