import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Expenses of a case: each with its proof, approved or refused, corrected without losing what was there, paid beside pay.
@Suite struct ExpenseTests {
    private struct Office {
        let counter: Counter
        let id: CaseID
        let helper: HelperID
        let paper: AttachmentID

        var path: String { "/api/v1/cases/\(id)/expenses" }
        var me: Identity { counter.identity(.helper, helper: helper) }
        var leader: Identity { counter.identity(.leader) }

        func body(_ dong: Int = 250_000, _ kind: String = "travel", _ more: String = "") -> String {
            #"{"kind": "\#(kind)", "date": "2026-01-06", "dong": \#(dong), "purpose": "Vé xe đi tòa", "attachment": "\#(paper)"\#(more)}"#
        }

        func enter(_ dong: Int = 250_000, by identity: Identity? = nil) async throws -> String {
            try await counter.ask(.post, path, body(dong), by: identity ?? me, expecting: .created).tree["id"]?.text ?? ""
        }

        @discardableResult
        func decide(
            _ expense: String, _ body: String, by identity: Identity? = nil, expecting status: HTTPResponse.Status = .created
        ) async throws -> TestResponse {
            let version = try await counter.test.ask(.get, "\(path)/\(expense)", by: leader).tree["version"]?.integer
            return try await counter.ask(
                .post, "\(path)/\(expense)/decision", body, by: identity ?? leader, match: version, expecting: status)
        }
    }

    /// A lawyer's case with one stored paper.
    private func office(_ changes: [String: Any] = [:]) async throws -> Office {
        let counter = try await Counter.open()
        let id = try await counter.accept(changes)
        let helper = HelperID(at: Date())
        try await counter.assign(id, to: helper, .lawyer)
        return Office(counter: counter, id: id, helper: helper, paper: try await store(counter, id))
    }

    private func store(_ counter: Counter, _ id: CaseID) async throws -> AttachmentID {
        let paper = AttachmentID(at: Date())
        try await counter.announce(id)
        try await counter.test.hear(
            AttachmentStored(
                attachment: paper, case: id, organisation: counter.centre, kind: "other", size: 1, sha256: "00", occurredAt: Date(),
                recordedAt: Date()))
        return paper
    }

    @Test func whatIsApprovedIsPaidBesidePay() async throws {
        let office = try await office()
        let first = try await office.enter()
        let second = try await office.enter(100_000, by: office.counter.staff)
        var pay = try await office.counter.ask(.get, "/api/v1/cases/\(office.id)/pay", by: office.me).tree
        #expect(
            pay["helpers"]?.list.first?["expenses"]?.integer == 0
                && pay["expenses"]?.list.map { $0["status"]?.text } == ["waiting", "waiting"])
        let decided = try await office.decide(first, #"{"decision": "approved", "dong": 200000, "reason": "Theo giá vé niêm yết"}"#).tree
        #expect(decided["status"]?.text == "approved" && decided["paid"]?.integer == 200_000)
        try await office.decide(second, #"{"decision": "approved"}"#)
        pay = try await office.counter.ask(.get, "/api/v1/cases/\(office.id)/pay", by: office.me).tree
        let helper = try #require(pay["helpers"]?.list.first)
        #expect(helper["expenses"]?.integer == 300_000)
        #expect(helper["due"]?.integer == helper["dong"]?.integer.map { $0 + 300_000 })
        let page = try await office.counter.ask(.get, "/cases/\(office.id)/pay", by: office.me).text
        #expect(page.contains("300.000 đồng") && page.contains("Theo giá vé niêm yết") && page.contains("Điều 13.5b"))
        #expect(try await office.counter.test.audited("case.expense-entered") == 2)
        #expect(try await office.counter.test.audited("case.expense-approved") == 2)
        let kinds = try await office.counter.ask(.get, "/api/v1/cases/\(office.id)/timeline").tree["items"]?.list.map { $0["kind"]?.text }
        #expect(kinds?.count { $0 == "expense_approved" } == 2)
    }

    @Test func nothingIsRefusedOrCutWithoutAReason() async throws {
        let office = try await office()
        let id = try await office.enter()
        for body in [#"{"decision": "refused"}"#, #"{"decision": "approved", "dong": 1}"#] {
            #expect(try await office.decide(id, body, expecting: .unprocessableContent).text.contains("/reason"))
        }
        for body in [#"{"decision": "approved", "dong": 250001}"#, #"{"decision": "refused", "dong": 5, "reason": "x"}"#] {
            #expect(try await office.decide(id, body, expecting: .unprocessableContent).text.contains("/dong"))
        }
        try await office.decide(id, #"{"decision": "refused", "reason": "Không phục vụ vụ việc"}"#)
        // A decision can be taken back by another; both stay.
        try await office.decide(id, #"{"decision": "approved"}"#)
        let page = try await office.counter.ask(.get, "/cases/\(office.id)/expenses/\(id)").text
        #expect(page.contains("Không phục vụ vụ việc") && page.contains("250.000"))
    }

    @Test func aCorrectionStandsBesideWhatItCorrectsAndWaitsAnew() async throws {
        let office = try await office()
        let old = try await office.enter()
        try await office.decide(old, #"{"decision": "approved"}"#)
        let corrected = office.body(230_000, "travel", #", "reason": "Ghi nhầm số tiền""#)
        try await office.counter.ask(
            .post, "\(office.path)/\(old)/correction", office.body(230_000), by: office.me, expecting: .unprocessableContent)
        let made = try await office.counter.ask(.post, "\(office.path)/\(old)/correction", corrected, by: office.me, expecting: .created)
        let new = made.tree["id"]?.text ?? ""
        let all = try await office.counter.ask(.get, office.path, by: office.me).tree["items"]?.list ?? []
        #expect(all.map { $0["status"]?.text } == ["corrected", "waiting"] && all.map { $0["paid"]?.integer } == [0, 0])
        #expect(all.last?["corrects"]?.text == old && all.first?["superseded"]?["reason"]?.text == "Ghi nhầm số tiền")
        try await office.counter.ask(.post, "\(office.path)/\(old)/correction", corrected, by: office.me, expecting: .conflict)
        try await office.decide(old, #"{"decision": "approved"}"#, expecting: .conflict)
        try await office.counter.ask(
            .post, "\(office.path)/\(new)/withdrawal", #"{"reason": "Không phải vụ này"}"#, by: office.me, expecting: .noContent)
        #expect(try await office.counter.ask(.get, "\(office.path)/\(new)").tree["status"]?.text == "withdrawn")
    }

    @Test func whoMayDoWhat() async throws {
        let office = try await office()
        let id = try await office.enter()
        let (counter, foreign) = (office.counter, office.counter.identity(.leader, of: office.counter.foreign))
        // Neither the helper, nor the staff, nor somebody else's leader decides; nor does a leader whose own case it is.
        try await office.decide(id, #"{"decision": "approved"}"#, by: office.me, expecting: .forbidden)
        try await office.decide(id, #"{"decision": "approved"}"#, by: counter.staff, expecting: .forbidden)
        try await office.decide(id, #"{"decision": "approved"}"#, by: foreign, expecting: .notFound)
        try await office.decide(
            id, #"{"decision": "approved"}"#, by: counter.identity(.leader, helper: office.helper), expecting: .forbidden)
        let other = counter.identity(.helper, helper: HelperID(at: Date()))
        try await counter.ask(.get, office.path, by: other, expecting: .notFound)
        try await counter.ask(.post, office.path, office.body(), by: other, expecting: .notFound)
        // Whoever had the case before is named by the staff, nobody else.
        let next = HelperID(at: Date())
        try await counter.assign(office.id, to: next, .lawyer, name: "Người mới (mẫu)", version: 2)
        let former = office.body(90_000, "copying", #", "helper": "\#(office.helper)""#)
        let newcomer = counter.identity(.helper, helper: next)
        #expect(try await counter.ask(.post, office.path, former, by: newcomer, expecting: .unprocessableContent).text.contains("/helper"))
        try await counter.ask(.post, office.path, former, expecting: .created)
        try await counter.ask(.post, "\(office.path)/\(id)/withdrawal", #"{"reason": "x"}"#, by: newcomer, expecting: .forbidden)
    }

    @Test func eachWantsAPaperOfTheCase() async throws {
        let office = try await office()
        let elsewhere = try await office.counter.accept(client: ["name": "Lục Văn Khác"])
        let foreign = try await store(office.counter, elsewhere)
        let body = office.body().replacing(office.paper.description, with: foreign.description)
        let answer = try await office.counter.ask(.post, office.path, body, by: office.me, expecting: .unprocessableContent)
        #expect(answer.text.contains("/attachment"))
        let wrong = office.body(0, "feasts").replacing("2026-01-06", with: "2020-01-01")
        let all = try await office.counter.ask(.post, office.path, wrong, by: office.me, expecting: .unprocessableContent)
        #expect(Set(all.tree["errors"]?.list.compactMap { $0["pointer"]?.text } ?? []) == ["/kind", "/date", "/dong"])
    }

    @Test func adviceHasNone() async throws {
        let office = try await office(["form": "advice"])
        let answer = try await office.counter.ask(.post, office.path, office.body(), by: office.counter.staff, expecting: .conflict)
        #expect(answer.text.contains("13.5"))
        #expect(try await office.counter.ask(.get, "/cases/\(office.id)/expenses").text.contains("Chi phí chỉ được thanh toán"))
    }

    @Test func theFormTakesMoneyAsPeopleWriteIt() async throws {
        let office = try await office()
        var form = [
            "kind": "lodging", "date.day": "6", "date.month": "1", "date.year": "2026", "dong": "1.5", "purpose": "Nghỉ lại một đêm",
            "attachment": office.paper.description,
        ]
        let refused = try await office.counter.send("/cases/\(office.id)/expenses", form, by: office.me)
        #expect(refused.status == .unprocessableContent && refused.text.contains("Số tiền:"))
        form["dong"] = "1.250.000 đ"
        #expect(try await office.counter.send("/cases/\(office.id)/expenses", form, by: office.me).status == .seeOther)
        let made = try await office.counter.ask(.get, office.path).tree["items"]?.list.first
        #expect(made?["dong"]?.integer == 1_250_000)
        let id = made?["id"]?.text ?? ""
        let page = "/cases/\(office.id)/expenses/\(id)"
        let silent = try await office.counter.send(
            page + "/decision", ["version": "1", "decision": "approved", "dong": "1.000.000"], by: office.leader)
        #expect(silent.status == .unprocessableContent && silent.text.contains("Lý do:"))
        let part = ["version": "1", "decision": "approved", "dong": "1.000.000", "reason": "Theo mức của tỉnh"]
        #expect(try await office.counter.send(page + "/decision", part, by: office.leader).status == .seeOther)
        #expect(try await office.counter.ask(.get, "/cases/\(office.id)/expenses").text.contains("1.000.000"))
        #expect(try await office.counter.send(page + "/withdrawal", ["withdrawal": "Ghi nhầm"], by: office.me).status == .seeOther)
    }

    @Test func whoeverDecidesHasSeenWhatWasDecidedBefore() async throws {
        let office = try await office()
        let id = try await office.enter()
        let (place, body) = ("\(office.path)/\(id)", #"{"decision": "approved"}"#)
        try await office.counter.ask(.post, place + "/decision", body, by: office.leader, expecting: .preconditionRequired)
        let tag = try await office.counter.ask(.get, place, by: office.leader).headers[.eTag]
        #expect(tag == "\"1\"")
        try await office.counter.ask(.post, place + "/decision", body, by: office.leader, match: 1, expecting: .created)
        try await office.counter.ask(.post, place + "/decision", body, by: office.leader, match: 1, expecting: .preconditionFailed)
        let page = "/cases/\(office.id)/expenses/\(id)"
        #expect(try await office.counter.ask(.get, page, by: office.leader).text.contains(#"name="version" value="2""#))
        let refusal = ["form_key": UUID().text, "version": "1", "decision": "refused", "reason": "Không phục vụ vụ việc này"]
        let stale = try await office.counter.send(page + "/decision", refusal, by: office.leader)
        #expect(stale.status == .preconditionFailed && stale.text.contains("Không phục vụ vụ việc này"), "\(stale.text)")
        let kept = try await office.counter.ask(.get, place, by: office.leader).tree
        #expect(kept["status"]?.text == "approved")
    }

    @Test func whatWasTypedStaysWhereTheExpenseHoldsNoLonger() async throws {
        let office = try await office()
        let id = try await office.enter()
        try await office.counter.ask(
            .post, "\(office.path)/\(id)/withdrawal", #"{"reason": "Ghi hai lần"}"#, by: office.me, expecting: .noContent)
        let page = "/cases/\(office.id)/expenses/\(id)"
        let refused = try await office.counter.send(page + "/withdrawal", ["withdrawal": "Nhập nhầm vụ việc khác"], by: office.me)
        #expect(refused.status == .conflict && refused.text.contains("Nhập nhầm vụ việc khác"), "\(refused.text)")
        #expect(refused.text.contains("đã được sửa hoặc rút trước đó"))
    }

    @Test(arguments: [CaseState.handedOver, .transferred, .archived]) func nothingIsSpentOnACaseWhoseDossierIsOutOfHand(
        _ state: CaseState
    ) async throws {
        let office = try await office()
        let id = try await office.enter()
        _ = try await office.counter.test.house.database.transaction(.service) {
            try await $0.execute("update cases set state = \(state) where id = \(office.id)")
        }
        try await office.counter.ask(.post, office.path, office.body(), by: office.me, expecting: .conflict)
        try await office.counter.ask(
            .post, "\(office.path)/\(id)/withdrawal", #"{"reason": "Ghi hai lần"}"#, by: office.me, expecting: .conflict)
        let page = "/cases/\(office.id)/expenses"
        for place in [page, "\(page)/\(id)"] {
            #expect(!(try await office.counter.ask(.get, place, by: office.me).text.contains("action=\"\(place)\"")), "\(place)")
        }
    }
}
