import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import Rules
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// What the home page counts is what its lists show, for whoever asks.
@Suite struct HomeTests {
    /// A centre with a case for each need, one of its branch and one of a foreign centre.
    private func office() async throws -> (Counter, helper: HelperID) {
        let counter = try await Counter.open()
        let helper = HelperID(at: Date())
        let plain = try await counter.accept()
        let stalled = try await counter.accept(client: ["name": "Người đứng yên (mẫu)"])
        let promised = try await counter.accept(client: ["name": "Người hẹn (mẫu)"])
        let ended = try await counter.accept(client: ["name": "Người xong (mẫu)"])
        _ = try await counter.accept(["centre": counter.branch.description], client: ["name": "Người chi nhánh (mẫu)"])
        _ = try await counter.accept(
            ["centre": counter.foreign.description], client: ["name": "Người nơi khác (mẫu)"],
            by: counter.identity(.staff, of: counter.foreign))
        try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.execute(
                "update cases set helper = \(helper), helper_name = 'Trợ giúp viên (mẫu)', helper_kind = 'officer' where id = \(plain)")
            try await transaction.execute("update cases set stalled = true where id = \(stalled)")
            try await transaction.execute(
                """
                update cases set next_on = \(counter.test.house.clock.today.adding(days: -1)), next_step = 'Gặp lại', missing_papers = 0, papers_due_on = null
                where id = \(promised)
                """)
            try await transaction.execute("update cases set papers_due_on = '2020-01-01' where id = \(plain)")
            try await transaction.execute("update cases set state = 'finished', ended_on = '2026-01-02' where id = \(ended)")
        }
        return (counter, helper)
    }

    @Test(arguments: CaseNeed.allCases) func aFigureEqualsTheListBehindIt(_ need: CaseNeed) async throws {
        let (counter, helper) = try await office()
        let staff = counter.staff
        let page = try await counter.test.ask(.get, "/home/cases", by: staff)
        #expect(page.status == .ok, "\(page.text)")
        for identity in [staff, counter.identity(.helper, helper: helper), counter.identity(.province)] {
            let today = counter.test.house.clock.today
            var filter = CaseFilter(need: need)
            if identity.role == .helper { filter.helper = identity.helper }
            let narrowed = filter
            let counts = try await counter.test.house.database.transaction(identity.scope) {
                try await OverviewStore().counts(
                    CaseFilter(helper: narrowed.helper), within: identity.scope, on: today, in: $0)
            }
            let list = try await counter.test.ask(.get, "/api/v1/cases?need=\(need.rawValue)", by: identity)
            #expect(counts[need] == list.tree["items"]?.elements.count, "\(identity.role): \(list.text)")
        }
    }

    @Test func theHomePageShowsEachItsOwn() async throws {
        let (counter, helper) = try await office()
        let own = try await counter.test.ask(.get, "/home/cases", by: counter.identity(.helper, helper: helper))
        #expect(own.text.contains("Nông Thị Mẫu") && !own.text.contains("Người đứng yên"))
        let centre = try await counter.test.ask(.get, "/home/cases", by: counter.identity(.leader))
        #expect(centre.text.contains("<span class=\"figure-value\">4</span>") && !centre.text.contains("Nông Thị Mẫu"))
        let branch = try await counter.test.ask(.get, "/home/cases", by: counter.identity(.branchLeader, of: counter.branch))
        #expect(branch.text.contains("<span class=\"figure-value\">1</span>"))
        let province = try await counter.test.ask(.get, "/home/cases", by: counter.identity(.province))
        #expect(province.text.contains("TT (mẫu)") && province.text.contains("organisation=\(counter.branch)"))
        #expect(!province.text.contains(counter.foreign.description))
        let country = try await counter.test.ask(.get, "/home/cases", by: counter.identity(.ministry))
        #expect(country.text.contains("province=08") && country.text.contains("province=91"))
        // Whoever was shown names is on record.
        #expect(try await counter.test.audited("cases.listed") == 1)
    }

    @Test func requestsWaitUntilTheyAreAnswered() async throws {
        let counter = try await Counter.open()
        _ = try await counter.post(try counter.request(["decision": NSNull()], client: ["name": "Người mới (mẫu)"]))
        let old = try await counter.post(
            try counter.request(["decision": NSNull(), "received_at": "2026-03-02T02:00:00Z"], client: ["name": "Người chờ lâu (mẫu)"]))
        #expect(old.status == .created, "\(old.text)")
        let late = try await counter.test.ask(.get, "/api/v1/requests?late=true", by: counter.staff)
        #expect(late.tree["items"]?.elements.count == 1 && late.text.contains("Người chờ lâu"))
        let page = try await counter.test.ask(.get, "/home/requests", by: counter.staff)
        let first = try #require(page.text.range(of: "Người chờ lâu"))
        let second = try #require(page.text.range(of: "Người mới"))
        #expect(first.lowerBound < second.lowerBound, "the oldest first")
        #expect(page.text.contains("<span class=\"figure-value\">2</span>") && page.text.contains("<span class=\"figure-value\">1</span>"))
        #expect(try await counter.test.audited("requests.listed") == 2)
    }

    @Test func workNamesTheNextStepAndDoesTheOneBefore() async throws {
        let counter = try await Counter.open()
        let id = try await counter.acceptEarlier()
        func enter(_ body: String) async throws {
            let answer = try await counter.test.ask(.post, "/api/v1/cases/\(id)/progress", by: counter.staff, body: Data(body.utf8))
            #expect(answer.status == .created, "\(answer.text)")
        }
        try await enter(#"{"kind": "client_meeting", "date": "2026-01-05", "next_step": "Nộp đơn", "next_on": "2026-01-12"}"#)
        #expect(try await counter.test.ask(.get, "/api/v1/cases?need=next_late", by: counter.staff).tree["items"]?.elements.count == 1)
        try await enter(#"{"kind": "file_study", "date": "2026-01-06"}"#)
        #expect(try await counter.test.ask(.get, "/api/v1/cases?need=next_late", by: counter.staff).tree["items"]?.elements.isEmpty == true)
    }
}

extension JSONValue {
    fileprivate var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
}
