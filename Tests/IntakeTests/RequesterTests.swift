import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// A request that somebody makes for the client (Law 11/2017, Điều 8.2; Mẫu 02-TP-TGPL, part I).
@Suite struct RequesterTests {
    private static let mother = ["name": "Lò Thị Mẹ", "relation": "mẹ", "phone": "0912345678"]

    @Test func article8_2WhoAsksStandsInTheRequestTheApplicationAndTheRegister() async throws {
        let counter = try await Counter.open()
        let id = try await counter.receive(["requester": Self.mother, "opposing": [["name": "Lý Văn Đối", "birth_year": 1970]]])
        let request = try await counter.ask(.get, "/api/v1/requests/\(id)").tree
        #expect(request["requester"]?["name"]?.text == "Lò Thị Mẹ" && request["requester"]?["relation"]?.text == "mẹ")
        #expect(request["people"]?.list.map { $0["name"]?.text } == ["Lý Văn Đối"])
        let page = try await counter.ask(.get, "/requests/\(id)").text
        #expect(page.contains("Lò Thị Mẹ") && page.contains("mẹ; 0912345678") && !page.contains("Không có cách liên lạc"))
        let application = try await counter.ask(.get, "/requests/\(id)/documents/application").text
        #expect(application.contains("<strong>Lò Thị Mẹ</strong>") && application.contains("Quan hệ với người được trợ giúp pháp lý: mẹ"))
        let accepted = try await counter.ask(.post, "/api/v1/requests/\(id)/acceptance", "{}", match: 1).tree
        let opened = try #require(accepted["case"]?["id"]?.text)
        let entry = try await counter.ask(.get, "/cases/\(opened)/register").text
        #expect(["<div>Lò Thị Mẹ</div>", "<div>mẹ</div>", "<div>0912345678</div>"].allSatisfy(entry.contains))
    }

    @Test func whoAskedIsCorrectedInTheRegisterAsAWhole() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept(["requester": Self.mother])
        try await counter.announce(id)
        let request = try #require(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["request"]?.text)
        func correct(_ changes: String) async throws -> [String] {
            let made = try await counter.ask(
                .post, "/api/v1/cases/\(id)/register-corrections", #"{\#(changes), "reason": "Đối chiếu với đơn"}"#, expecting: .created)
            return made.tree["items"]?.list.compactMap { $0["field"]?.text } ?? []
        }
        let another = #""requester": {"name": "Hội Người cao tuổi (mẫu)", "relation": "hội", "email": "hoi@mau.example"}"#
        #expect(try await correct(another) == ["requester_name", "requester_relation", "requester_phone", "requester_email"])
        #expect(try await correct(#""email": "mau@mau.example""#) == ["email"])
        let corrected = try await counter.ask(.get, "/api/v1/requests/\(request)").tree
        #expect(corrected["requester"]?["name"]?.text == "Hội Người cao tuổi (mẫu)" && corrected["requester"]?["phone"] == nil)
        #expect(corrected["client"]?["email"]?.text == "mau@mau.example")
        let page = try await counter.ask(.get, "/cases/\(id)/register").text
        #expect(page.contains("<del>Lò Thị Mẹ</del>") && page.contains("value=\"Hội Người cao tuổi (mẫu)\""))
        // By the form, with nobody in its place: the client asked.
        let nobody = ["name", "relation", "phone", "email"].reduce(into: [:]) { $0["requester.\($1)"] = "" }
        let fields = ["version": "\(try await counter.version(id))", "reason": "Khách hàng tự yêu cầu", "form_key": UUID().text]
        let done = try await counter.send("/cases/\(id)/register", fields.merging(nobody) { $1 })
        #expect(done.status == .seeOther, "\(done.text)")
        #expect(try await counter.ask(.get, "/api/v1/requests/\(request)").tree["requester"] == nil)
        #expect(try await counter.ask(.get, "/cases/\(id)/register").text.contains("<del>Hội Người cao tuổi (mẫu)</del>"))
    }

    @Test func contactsInTheRegisterThatStayAsTheyAreAreNotJudgedAgain() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept(["requester": Self.mother])
        try await counter.announce(id)
        // As old registers have them.
        try await counter.test.house.database.transaction(.service) {
            _ = try await $0.execute(
                """
                update requests
                set client_phone = '0912 / con gái', client_email = 'a,b@mau', requester_phone = 'nhà mẹ', requester_email = 'x'
                """)
        }
        let page = try await counter.ask(.get, "/cases/\(id)/register").text
        #expect(page.contains("value=\"0912 / con gái\"") && page.contains("value=\"nhà mẹ\"") && page.contains("<details open>"))
        let whole = [
            "name": "Nông Thị Mẫn", "phone": "0912 / con gái", "email": "a,b@mau", "requester.name": "Lò Thị Mẹ",
            "requester.relation": "mẹ", "requester.phone": "nhà mẹ", "requester.email": "x", "reason": "Ghi nhầm",
        ]
        func send(_ fields: [String: String]) async throws -> TestResponse {
            let seen = try await counter.version(id)
            return try await counter.send("/cases/\(id)/register", fields.merging(["version": "\(seen)", "form_key": UUID().text]) { $1 })
        }
        let done = try await send(whole)
        #expect(done.status == .seeOther, "\(done.text)")
        let made = try await counter.ask(.get, "/api/v1/cases/\(id)/register-corrections").tree["items"]?.list
        #expect(made?.compactMap { $0["field"]?.text } == ["name"])
        let bad = try await send(whole.merging(["requester.phone": "nhà bà"]) { $1 })
        #expect(bad.status == .unprocessableContent && bad.text.contains("requester-phone-error"))
    }

    @Test func whoAsksForOneClientAsksForNoOtherOfTheMatter() async throws {
        let counter = try await Counter.open()
        let neighbour: [String: Any] = [
            "client": ["name": "Lý Thị Hàng Xóm", "birth": "1970-01-02", "gender": "female", "ethnicity": "Tày"],
            "categories": ["poor_household"],
        ]
        _ = try await counter.receive(["requester": Self.mother, "co_clients": [neighbour]])
        let names = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select client_name from requests where requester_name is not null").map {
                try $0.get("client_name", as: String.self)
            }
        }
        #expect(names == ["Nông Thị Mẫu"])
    }

    @Test func aNoticeOfAProceduralBodyNamesNobodyAsWhoAsked() async throws {
        let counter = try await Counter.open()
        let id = try await counter.receive(["channel": "notice", "notice": ["body": "Cơ quan điều tra (mẫu)"]])
        #expect(!(try await counter.ask(.get, "/requests/\(id)").text.contains("Không có cách liên lạc")))
        #expect(!(try await counter.ask(.get, "/requests/\(id)/documents/application").text.contains("bản thân")))
    }

    @Test func whoAsksForThemselfIsTheRequesterOfTheApplication() async throws {
        let counter = try await Counter.open()
        let id = try await counter.receive()
        #expect(try await counter.ask(.get, "/api/v1/requests/\(id)").tree["requester"]?["name"] == nil)
        let application = try await counter.ask(.get, "/requests/\(id)/documents/application").text
        #expect(application.contains("<strong>Nông Thị Mẫu</strong>") && application.contains("pháp lý: bản thân"))
    }

    @Test func theFormOfThePublicTakesWhoAsksAndAnEmptyOneIsNobody() async throws {
        let counter = try await Counter.open()
        let blank = ["name", "relation", "phone", "email"].reduce(into: [:]) { $0["requester.\($1)"] = "" }
        #expect(try await counter.send(counter.fields(blank), by: nil).status == .created)
        let filled = blank.merging(["requester.name": "Hội Người khuyết tật", "requester.relation": "hội"]) { $1 }
        #expect(try await counter.send(counter.fields(filled), by: nil).status == .created)
        let names = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select requester_name from requests order by requester_name").map {
                try $0.get("requester_name", as: String?.self)
            }
        }
        #expect(names == ["Hội Người khuyết tật", nil])
        // Half of somebody comes back, with the fields open.
        let half = try await counter.send(counter.fields(blank.merging(["requester.phone": "0912345678"]) { $1 }), by: nil)
        #expect(half.status == .unprocessableContent && half.text.contains("requester-name-error") && half.text.contains("<details open>"))
    }

    @Test func whoAsksIsCorrectedAndCompletedAndGoesOnWithATransfer() async throws {
        let counter = try await Counter.open()
        let id = try await counter.receive()
        let named = try await counter.ask(
            .post, "/api/v1/requests/\(id)/corrections",
            #"{"requester": {"name": "Lò Thị Mẹ", "relation": "mẹ"}, "reason": "Người mẹ đến nộp đơn"}"#, match: 1
        ).tree
        #expect(named["requester"]?["relation"]?.text == "mẹ" && named["client"]?["name"]?.text == "Nông Thị Mẫu")
        let form = try await counter.ask(.get, "/requests/\(id)/corrections").text
        #expect(form.contains("value=\"Lò Thị Mẹ\"") && form.contains("<details open>"))
        let kept = try await counter.ask(.get, "/api/v1/requests/\(id)/corrections").tree["items"]?.list ?? []
        #expect(Set(kept.compactMap { $0["field"]?.text }) == ["requester_name", "requester_relation"])
        #expect(try await counter.ask(.get, "/requests/\(id)").text.contains("Quan hệ với người cần trợ giúp"))
        // Another one does not keep the former one's telephone, and nobody is somebody's wish too.
        func correct(_ body: String, match: Int) async throws -> JSONValue {
            try await counter.ask(.post, "/api/v1/requests/\(id)/corrections", body, match: match).tree
        }
        let told = #"{"requester": {"name": "Lò Thị Mẹ", "relation": "mẹ", "phone": "0912345678"}, "reason": "Có số điện thoại"}"#
        #expect(try await correct(told, match: 2)["requester"]?["phone"]?.text == "0912345678")
        let other = try await correct(#"{"requester": {"name": "Hội (mẫu)", "relation": "hội"}, "reason": "Hội nộp đơn"}"#, match: 3)
        #expect(other["requester"]?["name"]?.text == "Hội (mẫu)" && other["requester"]?["phone"] == nil)
        let left = try await correct(#"{"summary": "Khác (mẫu)", "reason": "Ghi lại"}"#, match: 4)
        #expect(left["requester"]?["name"]?.text == "Hội (mẫu)")
        #expect(try await correct(#"{"requester": null, "reason": "Tự yêu cầu"}"#, match: 5)["requester"] == nil)
        _ = try await correct(told, match: 6)
        try await counter.ask(
            .post, "/api/v1/requests/\(id)/transfer", #"{"reason": "outside_territory", "organisation": "\#(counter.foreign)"}"#, match: 7)
        let there = counter.identity(.leader, of: counter.foreign)
        let found = try await counter.ask(.get, "/api/v1/requests?status=received", by: there).tree["items"]?.list ?? []
        let new = try #require(found.first?["id"]?.text)
        #expect(try await counter.ask(.get, "/api/v1/requests/\(new)", by: there).tree["requester"]?["name"]?.text == "Lò Thị Mẹ")
    }

    @Test func aRequestThatLeavesNoWayToBeReachedSaysSoToTheOffice() async throws {
        let counter = try await Counter.open()
        let id = try await counter.receive(["client": ["name": "Vừ A Xa", "birth": "1980-05-06", "gender": "male", "ethnicity": "Mông"]])
        #expect(try await counter.ask(.get, "/requests/\(id)").text.contains("Không có cách liên lạc"))
    }
}
