import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Reporting

/// Who may report on whom.
@Suite struct RightsTests {
    private func post(_ bureau: Bureau, _ scope: [String: JSONValue], by identity: Identity?) async throws -> Int {
        let body = ["form": "bieu-24", "period": "2026-H1"].merging(scope) { $1 } as [String: JSONValue]
        return try await bureau.ask(.post, "/api/v1/report-runs", by: identity, body).status.code
    }

    @Test func eachReportsOnTheirOwn() async throws {
        let bureau = try await Bureau.open()
        let centre: [String: JSONValue] = ["organisation": .string(bureau.centre.description)]
        let branch: [String: JSONValue] = ["organisation": .string(bureau.branch.description)]
        let distant: [String: JSONValue] = ["organisation": .string(bureau.distant.description)]
        let own: [String: JSONValue] = ["province": "08"]
        let table: [(Identity, [Int])] = [
            (bureau.identity(.leader), [201, 201, 422, 403, 403]),
            (bureau.identity(.staff), [201, 201, 422, 403, 403]),
            (bureau.identity(.administrator), [201, 201, 422, 403, 403]),
            (bureau.identity(.branchLeader, of: bureau.branch), [422, 201, 422, 403, 403]),
            (bureau.identity(.organisation, of: bureau.distant), [422, 422, 201, 403, 403]),
            (bureau.identity(.province, province: "08"), [201, 201, 422, 201, 403]),
            (bureau.identity(.province, province: "66"), [422, 422, 201, 403, 403]),
            (bureau.identity(.ministry), [201, 201, 201, 201, 201]),
            (bureau.identity(.system), [403, 403, 403, 403, 403]),
            (bureau.identity(.helper), [403, 403, 403, 403, 403]),
        ]
        for (identity, expected) in table {
            var got: [Int] = []
            for scope in [centre, branch, distant, own, ["all": true]] { got.append(try await post(bureau, scope, by: identity)) }
            #expect(got == expected, "\(identity.role)")
        }
        #expect(try await post(bureau, centre, by: nil) == 401)
    }

    @Test func whatIsAnothersIsNotFound() async throws {
        let bureau = try await Bureau.open()
        let id = try await bureau.accept("2026-02-10")
        let run = try await bureau.start("bieu-24", "2026-H1", ["organisation": .string(bureau.centre.description)])
        let country = try await bureau.start("bieu-24", "2026-H1", ["all": true], by: bureau.identity(.ministry))
        for job in try await bureau.plan() { try await bureau.work(job) }
        let places = ["", "/export?format=json", "/export?format=xlsx", "/cells/r1c1/cases"]
        let strangers = [
            bureau.identity(.leader, of: bureau.distant), bureau.identity(.branchLeader, of: bureau.branch),
            bureau.identity(.province, province: "66"),
        ]
        for place in places {
            for identity in strangers {
                #expect(try await bureau.ask(.get, "/api/v1/report-runs/\(run)\(place)", by: identity).status == .notFound)
            }
            #expect(try await bureau.ask(.get, "/api/v1/report-runs/\(country)\(place)", by: bureau.leader).status == .notFound)
            #expect(try await bureau.ask(.get, "/api/v1/report-runs/\(run)\(place)", by: bureau.identity(.helper)).status == .forbidden)
            let own = try await bureau.ask(.get, "/api/v1/report-runs/\(run)\(place)", by: bureau.leader)
            #expect(own.status == .ok)
            if place.hasSuffix("cases") { #expect(own.text.contains(id.description)) }
        }
        let list = try await bureau.ask(.get, "/api/v1/report-runs", by: bureau.leader).text
        #expect(list.contains(run.description) && !list.contains(country.description))
    }

    @Test func aCentresReportDoesNotHoldItsBranchsCases() async throws {
        let bureau = try await Bureau.open()
        try await bureau.accept("2026-02-10")
        for _ in 1...2 { try await bureau.accept("2026-02-10", at: bureau.branch) }
        for _ in 1...4 { try await bureau.accept("2026-02-10", at: bureau.distant) }
        let ministry = bureau.identity(.ministry)
        #expect(try await bureau.cells("bieu-24", "2026-H1")["r1c1"] == 1)
        #expect(try await bureau.cells("bieu-24", "2026-H1", ["organisation": .string(bureau.branch.description)])["r1c1"] == 2)
        #expect(try await bureau.cells("bieu-24", "2026-H1", ["province": "08"], by: ministry)["r1c1"] == 3)
        #expect(try await bureau.cells("bieu-24", "2026-H1", ["all": true], by: ministry)["r1c1"] == 7)
    }

    @Test func aWrongRequestNamesEveryWrongField() async throws {
        let bureau = try await Bureau.open()
        let organisation = JSONValue.string(bureau.centre.description)
        let wrong: [([String: JSONValue], Set<String>)] = [
            ([:], ["/form", "/period", "/organisation"]),
            (["form": "bieu-99", "period": "2026-H3", "all": "yes"], ["/form", "/period", "/all"]),
            (["form": "bieu-24", "period": "2026", "organisation": organisation, "all": true], ["/organisation"]),
            (["form": "bieu-24", "period": "2026", "province": "99", "whole_period": 1], ["/province", "/whole_period"]),
            (["form": "bieu-24", "period": "2026", "organisation": "x", "surplus": 1], ["/organisation", "/surplus"]),
        ]
        for (body, pointers) in wrong {
            let answer = try await bureau.ask(.post, "/api/v1/report-runs", by: bureau.leader, body)
            #expect(answer.status == .unprocessableContent)
            guard case .array(let errors)? = answer.tree["errors"] else { continue }
            #expect(Set(errors.compactMap { $0["pointer"]?.text }) == pointers, "\(answer.text)")
        }
    }
}
