import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Pay of a case: the appraisal of time comes before it, and each step is shown.
@Suite struct PayTests {
    private func office(_ kind: HelperKind = .lawyer, _ changes: [String: Any] = [:]) async throws -> (Counter, CaseID, HelperID) {
        let counter = try await Counter.open()
        let id = try await counter.acceptEarlier(changes)
        let helper = HelperID(at: Date())
        try await counter.assign(id, to: helper, kind)
        return (counter, id, helper)
    }

    private func enter(_ counter: Counter, _ id: CaseID, _ date: String, _ halfDays: Int, _ kind: String = "hearing") async throws -> String
    {
        let body = #"{"kind": "\#(kind)", "date": "\#(date)", "half_days": \#(halfDays)}"#
        return try await counter.ask(.post, "/api/v1/cases/\(id)/progress", body, expecting: .created).tree["id"]?.text ?? ""
    }

    /// Appraises the case as it is now.
    @discardableResult
    private func appraise(
        _ counter: Counter, _ id: CaseID, _ body: String, by identity: Identity, expecting status: HTTPResponse.Status = .created
    ) async throws -> TestResponse {
        let version = try await counter.ask(.get, "/api/v1/cases/\(id)").tree["version"]?.integer
        return try await counter.ask(
            .post, "/api/v1/cases/\(id)/time-appraisals", body, by: identity, match: version, expecting: status)
    }

    @Test func whatCameMeanwhileIsNotAcceptedUnseen() async throws {
        let (counter, id, _) = try await office()
        _ = try await enter(counter, id, "2026-01-05", 2)
        let seen = try await counter.ask(.get, "/api/v1/cases/\(id)").tree["version"]?.integer
        _ = try await enter(counter, id, "2026-01-06", 8)
        let path = "/api/v1/cases/\(id)/time-appraisals"
        try await counter.ask(.post, path, "{}", by: counter.identity(.leader), match: seen, expecting: .preconditionFailed)
        try await counter.ask(.post, path, "{}", by: counter.identity(.leader), expecting: .preconditionRequired)
    }

    @Test func nothingIsDueBeforeTheTimeIsAppraised() async throws {
        let (counter, id, _) = try await office()
        let first = try await enter(counter, id, "2026-01-05", 2)
        _ = try await enter(counter, id, "2026-01-06", 1, "file_study")
        #expect(try await counter.ask(.get, "/api/v1/cases/\(id)/pay").tree["appraised"]?.boolean == false)
        let leader = counter.identity(.leader)
        let silent = #"{"entries": [{"entry": "\#(first)", "half_days": 1}]}"#
        #expect(try await appraise(counter, id, silent, by: leader, expecting: .unprocessableContent).text.contains("/entries/0/reason"))
        let more = #"{"entries": [{"entry": "\#(first)", "half_days": 5, "reason": "x"}]}"#
        #expect(
            try await appraise(counter, id, more, by: leader, expecting: .unprocessableContent).text.contains("/entries/0/half_days"))
        let less = #"{"entries": [{"entry": "\#(first)", "half_days": 1, "reason": "Phiên tòa chỉ nửa ngày"}], "preparation_limit": 5}"#
        try await appraise(counter, id, less, by: counter.staff, expecting: .forbidden)
        let pay = try await appraise(counter, id, less, by: leader).tree
        // 2 × 0.38 × 2,340,000.
        #expect(pay["appraised"]?.boolean == true && pay["helpers"]?.list.first?["dong"]?.integer == 1_778_400)
        #expect(try await counter.test.audited("case.time-appraised") == 1)

        // What is entered or corrected after it waits for the next appraisal.
        _ = try await enter(counter, id, "2026-01-07", 1)
        #expect(try await counter.ask(.get, "/api/v1/cases/\(id)/pay").tree["appraised"]?.boolean == false)
    }

    @Test func anEntryThatHoldsNoLongerIsNotAppraised() async throws {
        let (counter, id, _) = try await office()
        let entry = try await enter(counter, id, "2026-01-05", 2)
        try await counter.ask(.post, "/api/v1/cases/\(id)/progress/\(entry)/withdrawal", #"{"reason": "Nhầm"}"#, expecting: .noContent)
        let body = #"{"entries": [{"entry": "\#(entry)", "half_days": 2}]}"#
        try await appraise(counter, id, body, by: counter.identity(.leader), expecting: .unprocessableContent)
    }

    @Test func nobodyAppraisesTheirOwnTime() async throws {
        let (counter, id, helper) = try await office(.officer)
        _ = try await enter(counter, id, "2026-01-05", 2)
        try await appraise(counter, id, "{}", by: counter.identity(.leader, helper: helper), expecting: .forbidden)
        #expect(
            try await !counter.ask(.get, "/cases/\(id)/pay", by: counter.identity(.leader, helper: helper)).text.contains(
                "Ghi kết quả thẩm định"))
    }

    @Test func whatItIsPaidByIsChosenOnce() async throws {
        let (counter, id, helper) = try await office()
        let today = counter.test.house.clock.today
        let path = "/api/v1/cases/\(id)/pay-terms"
        let helperCaller = counter.identity(.helper, helper: helper)
        try await counter.ask(.post, path, #"{"basis": "lump_sum", "chosen_on": "\#(today)"}"#, by: helperCaller, expecting: .created)
        try await counter.ask(.post, path, #"{"basis": "sessions", "chosen_on": "\#(today)"}"#, by: helperCaller, expecting: .conflict)
        let body = #"{"helpers": [{"helper": "\#(helper)", "lump_half_days": 5}]}"#
        let pay = try await appraise(counter, id, body, by: counter.identity(.leader)).tree
        let steps = pay["helpers"]?.list.first?["steps"]?.list.compactMap { $0["step"]?.text }
        #expect(steps == ["lump_sum", "lump_bounds", "wages"])
    }

    @Test func theLumpSumOfTheCaseIsFixedOnThePageAndBoundsAll() async throws {
        let (counter, id, first) = try await office()
        let (leader, today) = (counter.identity(.leader), counter.test.house.clock.today)
        _ = try await enter(counter, id, "2026-01-05", 10)
        let second = HelperID(at: Date())
        try await counter.assign(id, to: second, .lawyer, name: "Người Sau (mẫu)", version: 2)
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/pay-terms", #"{"basis": "lump_sum", "chosen_on": "\#(today)"}"#, expecting: .created)
        #expect(try await counter.ask(.get, "/cases/\(id)/pay", by: leader).text.contains("name=\"lump_limit\""))
        var form = ["helpers.0.helper": second.description, "helpers.0.lump_half_days": "12", "lump_raise": "several_helpers"]
        form["version"] = String(try await counter.version(id))
        let refused = try await counter.send("/cases/\(id)/pay/appraisal", form, by: leader)
        #expect(refused.status == .unprocessableContent && refused.text.contains("Số buổi khoán của cả vụ việc:"))
        form["lump_limit"] = "12,5"
        form["lump_raise"] = ""
        #expect(try await counter.send("/cases/\(id)/pay/appraisal", form, by: leader).status == .seeOther)
        let pay = try await counter.ask(.get, "/api/v1/cases/\(id)/pay").tree
        let helpers = pay["helpers"]?.list ?? []
        #expect(helpers.compactMap { $0["helper"]?["id"]?.text } == [first.description, second.description])
        // 12.5 × 0.38 = 4.75 base wages together, of which 3.8 were spent.
        #expect(helpers.first?["dong"]?.integer == 8_892_000)
        #expect(
            helpers.last?["steps"]?.list.contains { $0["step"]?.text == "lump_bounds" && $0["result"]?.decimal == Decimal(string: "0.95") }
                == true)
        #expect(pay["appraisals"]?.list.last?["lump_limit"]?.decimal == Decimal(string: "12.5"))
    }

    @Test func aLumpSumIsForLitigationOnly() async throws {
        let (counter, id, _) = try await office(.lawyer, ["form": "representation"])
        let body = #"{"basis": "lump_sum", "chosen_on": "\#(counter.test.house.clock.today)"}"#
        try await counter.ask(.post, "/api/v1/cases/\(id)/pay-terms", body, expecting: .unprocessableContent)
    }

    @Test func thePageShowsEachStepWithItsArticleAndTakesTheAppraisal() async throws {
        let (counter, id, _) = try await office(.officer)
        let entry = try await enter(counter, id, "2026-01-05", 2)
        let leader = counter.identity(.leader)
        let before = try await counter.ask(.get, "/cases/\(id)/pay", by: leader)
        #expect(before.text.contains("Chưa thẩm định thời gian") && before.text.contains("Nghị định 144/2017, Điều 13.3"))
        #expect(before.text.contains("chưa được xác nhận"))
        let version = try #require(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["version"]?.integer)
        let form = [
            "version": String(version), "entries.0.entry": entry, "entries.0.half_days": "1,5", "preparation_limit": "", "note": "",
        ]
        let refused = try await counter.send("/cases/\(id)/pay/appraisal", form, by: leader)
        #expect(refused.status == .unprocessableContent && refused.text.contains("Lý do nếu khác số đã kê:"))
        let taken = try await counter.send("/cases/\(id)/pay/appraisal", form.merging(["entries.0.reason": "Muộn giờ"]) { $1 }, by: leader)
        #expect(taken.status == .seeOther)
        let after = try await counter.ask(.get, "/cases/\(id)/pay", by: leader)
        // 1.5 × 0.38 × 2,340,000 × 40 %.
        #expect(after.text.contains("533.520 đồng") && after.text.contains("Muộn giờ"))
    }

    @Test func anotherTenantSeesNothing() async throws {
        let (counter, id, _) = try await office()
        for path in ["/api/v1/cases/\(id)/pay", "/cases/\(id)/pay", "/cases/\(id)/work", "/cases/\(id)/hearings"] {
            try await counter.ask(.get, path, by: counter.identity(.leader, of: counter.foreign), expecting: .notFound)
            try await counter.ask(.get, path, by: counter.identity(.helper, helper: HelperID(at: Date())), expecting: .notFound)
        }
    }
}
