import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Who sees what (circular 12/2018, Điều 11a).
@Suite struct TenancyTests {
    @Test func whatTheRegisterIsNarrowedToStaysOnEveryPage() async throws {
        let counter = try await Counter.open()
        let helper = HelperID(at: Date())
        for name in ["Người Một", "Người Hai", "Người Ba"] {
            let id = try await counter.accept(client: ["name": name])
            try await counter.test.house.database.transaction(.service) {
                _ = try await $0.execute(
                    "update cases set helper = \(helper), helper_name = 'Lò Văn Ún', helper_kind = 'officer', stalled = true where id = \(id)"
                )
            }
        }
        let page = try await counter.test.ask(.get, "/cases?helper=\(helper)&stalled=true&limit=2", by: counter.staff)
        let next = try #require(page.text.firstMatch(of: /href="(\/cases\?[^"]*after=[^"]*)"/)?.1)
        #expect(next.contains("helper=\(helper)") && next.contains("stalled=true"))
        // By the form of the filters too, and each can be let go.
        #expect(page.text.contains("name=\"helper\" value=\"\(helper)\"") && page.text.contains("name=\"stalled\" value=\"true\""))
        #expect(page.text.contains("href=\"/cases?stalled=true\""))
    }

    @Test func anotherTenantsCaseIsNotFound() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        let stranger = counter.identity(.leader, of: counter.foreign)
        #expect(try await counter.test.ask(.get, "/api/v1/cases/\(id)", by: counter.staff).status == .ok)
        #expect(try await counter.test.ask(.get, "/api/v1/cases/\(id)", by: stranger).status == .notFound)
        #expect(try await counter.test.ask(.get, "/api/v1/cases/\(id)/timeline", by: stranger).status == .notFound)
        #expect(try await counter.test.ask(.get, "/cases/\(id)", by: stranger).status == .notFound)
        let list = try await counter.test.ask(.get, "/api/v1/cases", by: stranger)
        #expect(list.tree["items"] == .array([]))
    }

    @Test func aCentreSeesItsBranchButABranchNotItsCentre() async throws {
        let counter = try await Counter.open()
        let own = try await counter.accept()
        let branchs = try await counter.accept(["centre": counter.branch.description])
        let branchLeader = counter.identity(.branchLeader, of: counter.branch)
        #expect(try await counter.test.ask(.get, "/api/v1/cases/\(branchs)", by: counter.staff).status == .ok)
        #expect(try await counter.test.ask(.get, "/api/v1/cases/\(branchs)", by: branchLeader).status == .ok)
        #expect(try await counter.test.ask(.get, "/api/v1/cases/\(own)", by: branchLeader).status == .notFound)
    }

    @Test func aHelperSeesOwnCasesOnly() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        let helper = HelperID(at: Date())
        let identity = counter.identity(.helper, helper: helper)
        #expect(try await counter.test.ask(.get, "/api/v1/cases/\(id)", by: identity).status == .notFound)
        try await counter.test.hear(
            CaseAssigned(
                case: id, code: "TT.TGTT.01.2026", organisation: counter.centre, province: "08", form: .litigation, helper: helper,
                helperName: "Lò Văn Mẫu", helperKind: .officer, helperOrganisationKind: .centre, automatic: true, occurredAt: Date(),
                recordedAt: Date()))
        #expect(try await counter.test.ask(.get, "/api/v1/cases/\(id)", by: identity).status == .ok)
    }

    @Test func nobodyEntersRequestsForAnotherOrganisation() async throws {
        let counter = try await Counter.open()
        let answer = try await counter.post(try counter.request(["centre": counter.foreign.description]))
        #expect(answer.status == .forbidden || answer.status == .unprocessableContent, "\(answer.text)")
        let rows = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select count(*) from requests", as: Int.self)
        }
        #expect(rows == 0)
    }

    @Test func theSoReadsItsProvinceAndChangesNothing() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        let province = counter.identity(.province)
        #expect(try await counter.test.ask(.get, "/api/v1/cases/\(id)", by: province).status == .ok)
        let stop = Data(#"{"date":"2026-11-01","ground":"withdrawn"}"#.utf8)
        #expect(try await counter.test.ask(.post, "/api/v1/cases/\(id)/stop", by: province, body: stop).status == .forbidden)
    }

    @Test func everyLookAtACaseIsOnRecord() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        _ = try await counter.test.ask(.get, "/api/v1/cases/\(id)", by: counter.staff)
        _ = try await counter.test.ask(.get, "/api/v1/cases/\(id)", by: counter.identity(.leader))
        #expect(try await counter.test.audited("case.viewed") == 2)
    }

    @Test func withoutAScopeTheDatabaseShowsNothing() async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept()
        let tables: [SQL] = ["requests", "parties", "cases", "dossier_papers", "timeline", "registers"]
        for table in tables {
            let seen = try await counter.test.house.database.transaction(.none) { transaction in
                try await transaction.value("select count(*) from \(table)", as: Int.self)
            }
            #expect(seen == 0, "\(table)")
        }
    }
}
