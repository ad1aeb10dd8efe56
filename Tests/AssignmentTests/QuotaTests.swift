import Database
import Foundation
import HTTPTypes
import Models
import Rules
import ServiceKit
import Testing

@testable import Assignment

/// What officers completed in the quota year, and how they stand. The office's day is 21 September 2026: the year ends on 31 October.
@Suite struct QuotaTests {
    private func lines(_ office: Office, of helper: HelperID? = nil, within scope: Scope? = nil) async throws -> [QuotaLine] {
        let today = office.clock.today
        let (year, pack) = (QuotaYear(of: today), office.registers.rules.quotas(on: today))
        let scope = scope ?? .organisations([office.centre])
        let officers = try await office.database.transaction(scope) {
            try await QuotaStore.officers(helper, in: year, within: scope, in: $0)
        }
        return officers.map { QuotaLine($0, pack, in: year, on: today) }
    }

    /// A case that is finished on a day.
    private func finish(_ form: AidForm = .litigation, on day: LegalDate, stopped: Bool = false, _ office: Office) async throws {
        let id = try await office.openCase(form)
        if stopped {
            let message = CaseStopped(
                case: id, organisation: office.centre, ground: "withdrawn", stoppedOn: day, occurredAt: day.start, recordedAt: day.start)
            try await office.hear(message, CaseStoppedHandler(clock: office.clock))
        } else {
            let message = CaseFinished(
                case: id, organisation: office.centre, finishedOn: day, occurredAt: day.start, recordedAt: day.start)
            try await office.hear(message, CaseFinishedHandler(clock: office.clock))
        }
    }

    @Test func litigationFinishedInTheYearCounts() async throws {
        let office = try await Office.open()
        let helper = try await office.helper("An")
        let first = QuotaYear(of: office.clock.today).from
        for day in [first, office.clock.today] { try await finish(on: day, office) }
        try await finish(on: first.adding(days: -1), office)
        try await finish(.advice, on: office.clock.today, office)
        try await finish(on: office.clock.today, stopped: true, office)
        #expect(try await lines(office).map(\.officer.completed) == [2])
        let cases = try await office.database.transaction(.organisations([office.centre])) {
            try await QuotaStore.completed(by: helper, in: QuotaYear(of: office.clock.today), in: $0)
        }
        #expect(cases.map(\.endedOn) == [office.clock.today, first], "the latest first")
    }

    @Test func quotasAreOfActiveOfficersOfTheScope() async throws {
        let office = try await Office.open()
        let officer = try await office.helper("An")
        let atBranch = try await office.helper("Bình", at: office.branch)
        try await office.helper("Cường", .lawyer)
        try await office.helper("Dũng", .collaborator)
        #expect(try await lines(office).map(\.officer.id) == [officer, atBranch])
        #expect(try await lines(office, within: .organisations([office.branch])).map(\.officer.id) == [atBranch])
        #expect(try await lines(office, of: officer).map(\.officer.id) == [officer])
        #expect(try await lines(office, within: .province("11")).isEmpty)
        try await office.database.transaction(.service) {
            _ = try await $0.execute("update helpers set active = false where id = \(officer)")
        }
        #expect(try await lines(office).map(\.officer.id) == [atBranch])
    }

    @Test func aDayInTwoAbsencesIsOneDayAway() async throws {
        let office = try await Office.open()
        let helper = try await office.helper("An")
        // Ten days, five of which again; two of their own; and the day after the first ten.
        for days in [0...9, 3...7, 20...21, 10...10] { try await office.absence(of: helper, days: days) }
        #expect(try await lines(office).map(\.officer.absentDays) == [13])
    }

    @Test func absencesCountWithinTheYearAlone() async throws {
        let office = try await Office.open()
        let helper = try await office.helper("An")
        let year = QuotaYear(of: office.clock.today)
        let (before, after) = (year.from.dayNumber - office.clock.today.dayNumber, year.to.dayNumber - office.clock.today.dayNumber)
        try await office.absence(of: helper, days: (before - 30)...(before + 1))
        try await office.absence(of: helper, days: (after - 2)...(after + 40))
        #expect(try await lines(office).map(\.officer.absentDays) == [5])
    }

    @Test func whoIsAwayForMostOfTheYearIsExemptButNotForHavingItEnteredTwice() async throws {
        let office = try await Office.open()
        let helper = try await office.helper("An")
        let from = QuotaYear(of: office.clock.today).from.dayNumber - office.clock.today.dayNumber
        for _ in 0..<2 { try await office.absence(of: helper, days: from...(from + 199)) }
        #expect(try await lines(office).map(\.standing) == [.behind])
        try await office.absence(of: helper, days: (from + 150)...(from + 250))
        #expect(try await lines(office).map(\.standing) == [.exempt])
    }

    @Test func whoHasEnoughHasMetItAndWhoIsFarOffIsBehind() async throws {
        let office = try await Office.open()
        try await office.helper("An")
        let band = try #require(try await lines(office).first?.band)
        #expect(try await lines(office).map(\.standing) == [.behind])
        // The share of the year that has passed, rounded down, is in time.
        let inTime = Int(Double(band.pass) * QuotaYear(of: office.clock.today).passed(by: office.clock.today))
        for _ in 0..<inTime { try await finish(on: office.clock.today, office) }
        #expect(inTime < band.pass)
        #expect(try await lines(office).map(\.standing) == [.onTrack])
        for _ in inTime..<band.pass { try await finish(on: office.clock.today, office) }
        let line = try #require(try await lines(office).first)
        #expect(line.standing == .met && line.missing == 0 && line.grade == "quota_pass")
    }
}
