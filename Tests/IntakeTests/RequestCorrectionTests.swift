import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// An undecided request is corrected and completed (Law 11/2017, Điều 29.1, 30.2), and what stood there stays.
@Suite struct RequestCorrectionTests {
    /// Corrects it by the API and returns what it has become.
    private func correct(_ id: String, _ body: String, _ counter: Counter, match: Int = 1, expecting: HTTPResponse.Status = .ok)
        async throws -> TestResponse
    {
        try await counter.ask(.post, "/api/v1/requests/\(id)/corrections", body, match: match, expecting: expecting)
    }

    private func accepted(_ id: String, _ counter: Counter) async throws -> JSONValue {
        let version = try #require(try await counter.ask(.get, "/api/v1/requests/\(id)").tree["version"]?.integer)
        try await counter.ask(.post, "/api/v1/requests/\(id)/acceptance", "{}", match: version)
        return try await counter.ask(.get, "/api/v1/requests/\(id)").tree
    }

    @Test func article6_2AProofThatWasShownAtTheCounterLeavesNothingToCome() async throws {
        let counter = try await Counter.open()
        #expect(try await counter.send(counter.fields(), by: nil).status == .created)
        let id = try #require(
            try await counter.ask(.get, "/api/v1/requests?status=received").tree["items"]?.list.first?["id"]?.text)
        let page = try await counter.ask(.get, "/requests/\(id)").text
        #expect(page.contains("/requests/\(id)/corrections"))
        let form = try await counter.ask(.get, "/requests/\(id)/corrections").text
        #expect(form.contains("value=\"Nông Thị Mẫu\"") && form.contains("poor_household_certificate"))
        var fields = counter.fields(["papers": "poor_household_certificate", "reason": "Đã xem bản chính", "version": "1"])
        for name in ["centre", "channel"] { fields[name] = nil }
        let saved = try await counter.send("/requests/\(id)/corrections", fields)
        #expect(saved.status == .seeOther, "\(saved.text)")
        let after = try await counter.ask(.get, "/requests/\(id)").text
        #expect(after.contains("Đã xem bản chính") && after.contains("Người thử (mẫu)"))
        let request = try await accepted(id, counter)
        #expect(request["papers"]?.list.compactMap(\.text) == ["poor_household_certificate"])
        #expect(request["eligibility"]?["categories"]?.list.first?["state"]?.text == "met")
        #expect(request["proof"]?["due_on"]?.text == nil && request["former_decisions"]?.list.count == 1)
        #expect(try await counter.test.audited("request.corrected") == 1)
    }

    @Test func article30_2TheSupplementThatCameHasTheRequestWaitForADecisionAgain() async throws {
        let counter = try await Counter.open()
        let id = try await counter.receive()
        try await counter.ask(.post, "/api/v1/requests/\(id)/supplement", #"{"note": "Đơn có chữ ký"}"#, match: 1)
        let came = try await correct(id, #"{"reason": "Đã nộp đơn có chữ ký"}"#, counter, match: 2).tree
        #expect(came["status"]?.text == "received" && came["note"]?.text == nil)
        let page = try await counter.ask(.get, "/requests/\(id)").text
        for words in ["Đơn có chữ ký", "Đã nhận bổ sung", "Đã nộp đơn có chữ ký"] { #expect(page.contains(words), "\(words)") }
        #expect(try await accepted(id, counter)["status"]?.text == "accepted")
    }

    @Test func whatStoodThereIsKeptWithWhoWhenAndWhyAndWhatIsLeftOutStays() async throws {
        let counter = try await Counter.open()
        let id = try await counter.receive()
        let body =
            #"{"client": {"name": "Nông Thị Mận", "residence": {"province": "08"}}, "field": "labour", "reason": "Đối chiếu căn cước"}"#
        let changed = try await correct(id, body, counter).tree
        #expect(changed["client"]?["name"]?.text == "Nông Thị Mận" && changed["client"]?["ethnicity"]?.text == "Tày")
        #expect(changed["field"]?.text == "labour" && changed["summary"]?.text == "Tranh chấp ranh giới đất (mẫu)")
        let kept = try await counter.ask(.get, "/api/v1/requests/\(id)/corrections").tree["items"]?.list ?? []
        #expect(Set(kept.compactMap { $0["field"]?.text }) == ["name", "province", "field"])
        let name = try #require(kept.first { $0["field"]?.text == "name" })
        #expect(name["old"]?.text == "Nông Thị Mẫu" && name["reason"]?.text == "Đối chiếu căn cước" && name["by"]?.text != nil)
        // The conflict search looks for who it is now.
        let names = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select name from parties where role = 'client'").map { try $0.get("name", as: String.self) }
        }
        #expect(names == ["Nông Thị Mận"])
    }

    @Test func aCorrectionShowsWhomItLooksLikeFromThenOn() async throws {
        let counter = try await Counter.open()
        let earlier = try await counter.accept()
        let id = try await counter.receive([
            "client": ["name": "Nung Tha Mo", "birth": "1980-05-06", "gender": "female", "ethnicity": "Tày"]
        ])
        #expect(try await counter.ask(.get, "/api/v1/requests/\(id)").tree["duplicates"]?.list.isEmpty == true)
        let changed = try await correct(id, #"{"client": {"name": "Nông Thị Mẫu"}, "reason": "Nghe nhầm tên"}"#, counter).tree
        #expect(changed["duplicates"]?.list.map { $0["case"]?["id"]?.text } == [earlier.description])
    }

    /// What was taken once is not judged anew by whoever corrects something else.
    @Test func contactsThatStayAsTheyAreAreNotJudgedAgain() async throws {
        let counter = try await Counter.open()
        let id = try await counter.receive()
        try await counter.test.house.database.transaction(.service) {
            _ = try await $0.execute(
                "update requests set client_phone = 'hàng xóm: 0912345678', client_email = 'mẫu@thư.example' where id = \(id)")
        }
        let changed = try await correct(id, #"{"summary": "Khác", "reason": "Đương sự nói thêm"}"#, counter).tree
        #expect(changed["client"]?["phone"]?.text == "hàng xóm: 0912345678" && changed["client"]?["email"]?.text == "mẫu@thư.example")
        let other = #"{"client": {"phone": "hàng xóm: 0987654321"}, "reason": "Số mới"}"#
        _ = try await correct(id, other, counter, match: 2, expecting: .unprocessableContent)
    }

    @Test func whatIsWrongIsRefusedAndNothingChanges() async throws {
        let counter = try await Counter.open()
        let id = try await counter.receive()
        for (body, pointer) in [
            #"{"summary": "Khác"}"#: "/reason", #"{"reason": "Không có gì mới"}"#: "/reason",
            #"{"categories": ["child"], "reason": "Nhầm diện"}"#: "/categories",
            #"{"client": {"phone": "abc"}, "reason": "Số mới"}"#: "/client/phone",
        ] {
            let answer = try await correct(id, body, counter, expecting: .unprocessableContent)
            #expect(answer.text.contains("\"\(pointer)\""), "\(answer.text)")
        }
        let good = #"{"summary": "Khác", "reason": "Đương sự nói thêm"}"#
        _ = try await correct(id, good, counter, match: 7, expecting: .preconditionFailed)
        try await counter.ask(.post, "/api/v1/requests/\(id)/corrections", good, expecting: .preconditionRequired)
        let stale = try await counter.send("/requests/\(id)/corrections", ["version": "7", "form_key": UUID().text, "reason": "Cũ rồi"])
        #expect(stale.status == .preconditionFailed && stale.text.contains("Nội dung đã thay đổi trong lúc bạn điền"), "\(stale.text)")
        let others = counter.identity(.staff, of: counter.foreign)
        try await counter.ask(.post, "/api/v1/requests/\(id)/corrections", good, by: others, match: 1, expecting: .notFound)
        _ = try await accepted(id, counter)
        _ = try await correct(id, good, counter, match: 2, expecting: .conflict)
        #expect(try await counter.ask(.get, "/api/v1/requests/\(id)/corrections").tree["items"]?.list.isEmpty == true)
    }
}
