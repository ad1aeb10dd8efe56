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

/// A request that was received is decided on its page as by the API (Law 11/2017, Điều 30, 35).
@Suite struct DecisionTests {
    private func fields(_ version: Int, _ more: [String: String] = [:]) -> [String: String] {
        ["form_key": UUID().text, "version": String(version)].merging(more) { $1 }
    }

    private func state(_ id: String, _ counter: Counter) async throws -> String? {
        try await counter.ask(.get, "/api/v1/requests/\(id)").tree["status"]?.text
    }

    @Test func itIsAcceptedOnItsPageOnceHoweverOftenTheFormIsSent() async throws {
        let counter = try await Counter.open()
        let id = try await counter.receive()
        let page = try await counter.ask(.get, "/requests/\(id)")
        #expect(page.text.contains("/requests/\(id)/acceptance") && page.text.contains(#"name="version" value="1""#))
        #expect(page.text.contains("Quy tắc áp dụng từ ") && !page.text.contains("eligibility@"))
        let form = fields(1)
        for _ in 0..<2 {
            let sent = try await counter.send("/requests/\(id)/acceptance", form)
            #expect(sent.status == .seeOther, "\(sent.text)")
            #expect(sent.headers[.location]?.hasPrefix("/cases/") == true)
        }
        let again = try await counter.ask(.get, "/api/v1/requests/\(id)").tree
        #expect(again["status"]?.text == "accepted" && again["case"]?["code"]?.text?.isEmpty == false)
        let decided = try await counter.ask(.get, "/requests/\(id)")
        #expect(!decided.text.contains("/requests/\(id)/refusal") && decided.text.contains("Người thử (mẫu)"))
    }

    /// Whoever decides sees whom it names, how to reach the client, and where these people have a part already (Law 11/2017, Điều 25.2a).
    @Test func whoDecidesSeesWhomItNamesAndWhereTheyStandAlready() async throws {
        let counter = try await Counter.open()
        try await counter.announce(try await counter.accept(["opposing": [["name": "Lý Văn Đối"]]], client: ["name": "Giàng Thị Kia"]))
        let answer = try await counter.post(
            try counter.request(
                [
                    "decision": NSNull(),
                    "opposing": [["name": "Giàng Thị Kia (tức Mỷ)", "birth_year": 1980, "identity_number": "001080000777"]],
                ],
                client: ["name": "Lý Văn Đối", "email": "doi@mau.example", "identity_number": "008190001234"]))
        let id = try #require(answer.tree["id"]?.text)
        let checks = try await counter.test.audited("conflicts.checked")
        let page = try await counter.ask(.get, "/requests/\(id)").text
        for words in ["Giàng Thị Kia (tức Mỷ)", "1980", "001080000777", "doi@mau.example", "008190001234", "Xung đột lợi ích"] {
            #expect(page.contains(words), "\(words)")
        }
        #expect(page.contains("TT.TGTT."), "the case in which they stand against each other")
        #expect(try await counter.test.audited("conflicts.checked") == checks + 1)
        // Who oversees sees numbers masked, decides nothing, and is told of no cases.
        let overseer = try await counter.ask(.get, "/requests/\(id)", by: counter.identity(.province)).text
        #expect(overseer.contains("Giàng Thị Kia (tức Mỷ)") && !overseer.contains("001080000777") && !overseer.contains("008190001234"))
        #expect(!overseer.contains("TT.TGTT."))
        // Once it is decided, its case's own search tells.
        _ = try await counter.send("/requests/\(id)/acceptance", fields(1))
        let decided = try await counter.ask(.get, "/requests/\(id)").text
        #expect(decided.contains("Giàng Thị Kia (tức Mỷ)"))
        #expect(try await counter.test.audited("conflicts.checked") == checks + 1)
    }

    /// Who comes again against the same person is no conflict.
    @Test func whoComesAgainOnTheSameSideIsNoConflict() async throws {
        let counter = try await Counter.open()
        let parties: [String: Any] = ["opposing": [["name": "Lý Văn Đối"]]]
        try await counter.announce(try await counter.accept(parties, client: ["name": "Giàng Thị Kia"]))
        let answer = try await counter.post(
            try counter.request(parties.merging(["decision": NSNull()]) { $1 }, client: ["name": "Giàng Thị Kia"]))
        let id = try #require(answer.tree["id"]?.text)
        #expect(try await counter.ask(.get, "/requests/\(id)").text.contains("Không thấy vụ việc nào"))
    }

    @Test func eachDecisionStaysWithWhoDecidedWhenAndWhy() async throws {
        let counter = try await Counter.open()
        let id = try await counter.receive()
        let empty = try await counter.send("/requests/\(id)/supplement", fields(1))
        #expect(empty.status == .unprocessableContent && empty.text.contains("supplement-note"))
        let asked = try await counter.send("/requests/\(id)/supplement", fields(1, ["note": "Sổ hộ nghèo bản sao"]))
        #expect(asked.status == .seeOther, "\(asked.text)")
        let unknown = try await counter.send("/requests/\(id)/refusal", fields(2, ["reason": "nothing"]))
        #expect(unknown.status == .unprocessableContent)
        let refused = try await counter.send(
            "/requests/\(id)/refusal", fields(2, ["reason": "no_concrete_case", "note": "Chưa có việc cụ thể"]))
        #expect(refused.status == .seeOther, "\(refused.text)")
        let page = try await counter.ask(.get, "/requests/\(id)").text
        for words in ["Sổ hộ nghèo bản sao", "Chưa có việc cụ thể", "Không có vụ việc cụ thể", "Điều 30.3a"] {
            #expect(page.contains(words), "\(words)")
        }
        #expect(try await counter.test.told(RequestRefused.self).map(\.reason) == ["no_concrete_case"])
    }

    @Test func whoeverAcceptsLaterNamesTheGroundOfAcceptanceAtOnce() async throws {
        let counter = try await Counter.open()
        let house = counter.test.house
        let due = house.rules.calendar.adding(workingDays: 10, to: house.clock.today)
        let (id, other) = (try await counter.receive(), try await counter.receive(client: ["name": "Lò Văn Hặc"]))
        let wrong = try await counter.ask(
            .post, "/api/v1/requests/\(id)/acceptance", #"{"at_once_ground": "hurry"}"#, match: 1, expecting: .unprocessableContent)
        #expect(wrong.text.contains("/at_once_ground"))
        try await counter.ask(
            .post, "/api/v1/requests/\(id)/acceptance", #"{"at_once_ground": "avoid_harm", "force_majeure": true}"#, match: 1)
        let page = try await counter.ask(.get, "/requests/\(other)").text
        #expect(page.contains(#"name="at_once_ground""#) && page.contains("Để tránh gây thiệt hại"))
        let sent = try await counter.send(
            "/requests/\(other)/acceptance", fields(1, ["at_once_ground": "avoid_harm", "force_majeure": "true"]))
        #expect(sent.status == .seeOther, "\(sent.text)")
        for request in [id, other] {
            let found = try await counter.ask(.get, "/api/v1/requests/\(request)").tree
            #expect(found["at_once_ground"]?.text == "avoid_harm" && found["force_majeure"] == .bool(true))
            #expect(found["proof"]?["due_on"]?.text == due.description)
            let opened = try #require(found["case"]?["id"]?.text.flatMap { CaseID($0) })
            try await counter.announce(opened)
        }
        #expect(try await counter.test.told(CaseOpened.self).map(\.acceptedAtOnce) == [true, true])
    }

    @Test func whoeverSawAnotherStateIsShownTheNewOneAndNothingIsDone() async throws {
        let counter = try await Counter.open()
        let id = try await counter.receive()
        try await counter.ask(.post, "/api/v1/requests/\(id)/supplement", #"{"note": "Bản sao"}"#, match: 1)
        let stale = try await counter.send("/requests/\(id)/transfer", fields(1, ["reason": "outside_territory"]))
        #expect(stale.status == .preconditionFailed && stale.text.contains("Nội dung đã thay đổi trong lúc bạn điền"), "\(stale.text)")
        #expect(stale.text.contains(#"name="version" value="2""#))
        #expect(try await state(id, counter) == "supplement_asked")
        let none = try await counter.send("/requests/\(id)/transfer", ["form_key": UUID().text, "reason": "outside_territory"])
        #expect(none.status == .preconditionFailed)
        try await counter.ask(.post, "/api/v1/requests/\(id)/transfer", #"{"reason": "outside_territory"}"#, match: 2)
        let over = try await counter.ask(.post, "/api/v1/requests/\(id)/acceptance", "{}", match: 3, expecting: .conflict)
        #expect(over.text.contains("Đã chuyển"), "\(over.text)")
    }

    @Test func onlyTheStateTableLetsADecisionPass() async throws {
        let counter = try await Counter.open()
        let bodies = ["acceptance": "{}", "supplement": #"{"note": "Bản sao"}"#, "refusal": #"{"reason": "no_concrete_case"}"#]
        for state in [RequestState.received, .supplementAsked, .accepted, .refused, .transferred] {
            for action in RequestAction.allCases {
                let id = try await counter.receive()
                _ = try await counter.test.house.database.transaction(.service) {
                    try await $0.execute("update requests set state = \(state) where id = \(RequestID(id))")
                }
                let open = RequestAction.open(in: state).contains(action)
                let answer = try await counter.test.ask(
                    .post, "/api/v1/requests/\(id)/\(action.rawValue)", by: counter.staff, [.ifMatch: "\"1\""],
                    body: Data((bodies[action.rawValue] ?? #"{"reason": "outside_territory"}"#).utf8))
                #expect(answer.status == (open ? .ok : .conflict), "\(state) \(action): \(answer.text)")
                #expect(try await self.state(id, counter) == (open ? action.result : state).rawValue)
            }
        }
    }

    @Test func whoeverWorksOnACaseStopsItOnItsPageOfStates() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        let leader = counter.identity(.leader)
        let today = counter.test.house.clock.today
        let date = ["date.day": "\(today.day)", "date.month": "\(today.month)", "date.year": "\(today.year)"]
        // The organisation or the helper tells the client (Law 11/2017, Điều 37.2).
        let helper = HelperID(at: Date())
        try await counter.assign(id, to: helper)
        for worker in [counter.staff, counter.identity(.helper, helper: helper)] {
            let page = try await counter.ask(.get, "/cases/\(id)/state", by: worker).text
            #expect(page.contains("/cases/\(id)/stop") && !page.contains("/cases/\(id)/suspension"), "\(worker.role)")
            #expect(try await counter.send("/cases/\(id)/stop", fields(900, date), by: worker).status != .forbidden, "\(worker.role)")
        }
        #expect(!(try await counter.ask(.get, "/cases/\(id)/state", by: counter.identity(.province)).text.contains("/cases/\(id)/stop")))
        #expect(try await counter.send("/cases/\(id)/stop", fields(1), by: counter.identity(.province)).status == .forbidden)
        let page = try await counter.ask(.get, "/cases/\(id)/state", by: leader)
        let version = try #require(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["version"]?.integer)
        #expect(page.text.contains("/cases/\(id)/stop") && page.text.contains("Điều 37.1c"))
        let without = try await counter.send("/cases/\(id)/stop", fields(version, date), by: leader)
        #expect(without.status == .unprocessableContent && without.text.contains("stop-ground"), "\(without.text)")
        let stale = try await counter.send(
            "/cases/\(id)/stop", fields(version + 1, date.merging(["ground": "withdrawn"]) { $1 }), by: leader)
        #expect(stale.status == .preconditionFailed)
        let ground = date.merging(["ground": "withdrawn", "note": "Đơn rút ngày hôm nay"]) { $1 }
        let stopped = try await counter.send("/cases/\(id)/stop", fields(version, ground), by: leader)
        #expect(stopped.status == .seeOther, "\(stopped.text)")
        let after = try await counter.ask(.get, "/cases/\(id)/state", by: leader).text
        #expect(after.contains("Đơn rút ngày hôm nay") && !after.contains("/cases/\(id)/stop"))
        let over = try await counter.ask(
            .post, "/api/v1/cases/\(id)/stop", #"{"date": "\#(today)", "ground": "withdrawn"}"#, expecting: .conflict)
        #expect(over.text.contains("Bàn giao hồ sơ"), "\(over.text)")
    }
}
