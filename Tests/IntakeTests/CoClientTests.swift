import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Several clients in one matter are several cases, made in one step.
@Suite struct CoClientTests {
    private func other(_ name: String, birth: String = "1975-01-01", categories: [String] = ["poor_household"]) -> [String: Any] {
        ["client": ["name": name, "birth": birth, "gender": "male", "ethnicity": "Tày"], "categories": categories]
    }

    @Test func eachClientOfAMatterHasACaseOfTheirOwn() async throws {
        let counter = try await Counter.open()
        let answer = try await counter.post(try counter.request(["co_clients": [other("Nông Văn Hai"), other("Nông Văn Ba")]]))
        #expect(answer.status == .created, "\(answer.text)")
        let others = try #require(answer.tree["co_clients"]?.list)
        let codes = [answer.tree["case"]?["code"]?.text] + others.map { $0["case"]?["code"]?.text }
        #expect(codes.compactMap { $0?.split(separator: ".")[2] } == ["01", "02", "03"])
        let matters = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select count(distinct matter) from cases", as: Int.self)
        }
        #expect(matters == 1)
        #expect(try await counter.test.told(RequestReceived.self).count == 3)
        #expect(try await counter.test.audited("case.registered") == 3)
    }

    @Test func allOfThemOrNone() async throws {
        let counter = try await Counter.open()
        let answer = try await counter.post(
            try counter.request(["co_clients": [other("Nông Văn Hai"), other("Nông Văn Ba", categories: ["child"])]]))
        #expect(answer.status == .unprocessableContent && answer.text.contains("/co_clients/1/categories"))
        #expect(try await counter.requests() == 0)
    }

    @Test func whoeverOfThemIsInCustodyIsOnTheirOwn() async throws {
        let counter = try await Counter.open()
        var held = other("Nông Văn Hai")
        held["held"] = "2026-01-05T02:00:00Z"
        let answer = try await counter.post(try counter.request(["co_clients": [held, other("Nông Văn Ba")]]))
        #expect(answer.status == .created, "\(answer.text)")
        let found = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select held from cases order by number").map { try $0.get("held", as: Date?.self) }
        }
        #expect(found == [nil, Instant.parse("2026-01-05T02:00:00Z"), nil])
        held["held"] = "2999-01-05T02:00:00Z"
        let future = try await counter.post(try counter.request(["co_clients": [held]]))
        #expect(future.status == .unprocessableContent && future.text.contains("/co_clients/0/held"))
        let page = try await counter.send(
            counter.fields([
                "decision": "accept", "client.name": "Lò Thị Một", "co_clients.0.client.name": "Lò Văn Hai",
                "co_clients.0.client.birth.day": "1", "co_clients.0.client.birth.month": "2", "co_clients.0.client.birth.year": "1970",
                "co_clients.0.client.gender": "male", "co_clients.0.client.ethnicity": "Thái",
                "co_clients.0.categories": "poor_household", "co_clients.0.held.date.day": "5", "co_clients.0.held.date.month": "1",
                "co_clients.0.held.date.year": "2026", "co_clients.0.held.time": "9h",
            ]), by: counter.staff)
        #expect(page.status == .seeOther, "\(page.text)")
        let latest = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select held from cases order by registered_at desc, number desc limit 1", as: Date?.self)
        }
        #expect(latest == Instant.parse("2026-01-05T02:00:00Z"))
    }

    @Test func nobodyIsAClientTwice() async throws {
        let counter = try await Counter.open()
        let answer = try await counter.post(try counter.request(["co_clients": [other("NÔNG THỊ MẪU", birth: "1980-05-06")]]))
        #expect(answer.status == .unprocessableContent && answer.text.contains("/co_clients/0/client/name"))
    }

    @Test func thePageAsksForAFewMore() async throws {
        let counter = try await Counter.open()
        let blank = counter.fields(["decision": "accept", "co_clients.0.client.name": "", "co_clients.0.client.birth.day": ""])
        #expect(try await counter.send(blank, by: counter.staff).status == .seeOther)
        let two = counter.fields([
            "decision": "accept", "client.name": "Lò Thị Một", "co_clients.0.client.name": "Lò Văn Hai",
            "co_clients.0.client.birth.day": "1",
            "co_clients.0.client.birth.month": "2", "co_clients.0.client.birth.year": "1970", "co_clients.0.client.gender": "male",
            "co_clients.0.client.ethnicity": "Thái", "co_clients.0.categories": "poor_household", "co_clients.1.client.name": "",
        ])
        let sent = try await counter.send(two, by: counter.staff)
        #expect(sent.status == .seeOther, "\(sent.text)")
        #expect(try await counter.requests() == 3)
        // The public asks for themselves.
        let form = try await counter.test.ask(.get, "/requests/new", by: nil).text
        #expect(!form.contains("co_clients"))
    }
}
