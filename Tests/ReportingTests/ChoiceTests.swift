import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import Rules
import ServiceKit
import TestKit
import Testing

@testable import Reporting

/// What the form of a report offers first.
@Suite struct ChoiceTests {
    @Test(arguments: [
        ("2026-01-15", "2025-official"), ("2026-03-01", "2026-H1"), ("2026-06-08", "2026-H1"), ("2026-06-09", "2026"),
        ("2026-11-09", "2026"), ("2026-11-30", "2026-official"),
    ]) func thePeriodWhoseReportIsDueNext(_ day: String, _ period: String) throws {
        let periods = ReportPeriods(rules: try RulePacks.load(), today: try #require(LegalDate(day)))
        #expect(periods.usual?.id == period)
        #expect(periods.begun.contains { $0.id == period })
    }

    @Test func onesOwnOrganisationStandsFirst() async throws {
        let bureau = try await Bureau.open()
        func subjects(_ identity: Identity) async throws -> [String] {
            let page = try await bureau.ask(.get, "/reports", by: identity).text
            return page.matches(of: /<option value="((?:all|province:|organisation:)[^"]*)"/).map { String($0.1) }
        }
        #expect(try await subjects(bureau.leader) == ["organisation:\(bureau.centre)", "organisation:\(bureau.branch)"])
        #expect(try await subjects(bureau.identity(.branchLeader, of: bureau.branch)) == ["organisation:\(bureau.branch)"])
        #expect(try await subjects(bureau.identity(.ministry)).first == "all")
    }

    @Test func thePeriodIsChosenAlready() async throws {
        let bureau = try await Bureau.open()
        let usual = try #require(ReportPeriods(rules: bureau.test.house.rules, today: bureau.test.house.clock.today).usual)
        let page = try await bureau.ask(.get, "/reports", by: bureau.leader).text
        #expect(page.contains("<option value=\"\(usual.id)\" selected>"), "\(usual.id)")
    }
}
