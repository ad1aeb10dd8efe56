import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Searches of the register kept under names, each for its own account.
@Suite struct SavedSearchTests {
    private func save(
        _ name: String, _ query: String, _ counter: Counter, by identity: Identity? = nil, expecting status: HTTPResponse.Status = .created
    )
        async throws -> TestResponse
    {
        let body = try JSONEncoder().encode(["name": name, "query": query])
        return try await counter.ask(
            .post, "/api/v1/case-searches", String(decoding: body, as: UTF8.self), by: identity, expecting: status)
    }

    @Test func aSavedSearchStandsAboveTheRegisterAndIsShown() async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept(client: ["name": "Hình Sự"])
        _ = try await counter.accept(["field": "labour"], client: ["name": "Lao Động"])
        let narrowed = try await counter.ask(.get, "/cases?field=labour").text
        #expect(narrowed.contains("/cases/searches?query=field%3Dlabour"))
        let sent = try await counter.send("/cases/searches", ["form_key": UUID().text, "name": "Việc lao động", "query": "field=labour"])
        #expect(sent.status == .seeOther, "\(sent.text)")
        let place = try #require(sent.headers[.location]?.split(separator: "&").first.map(String.init))
        let shown = try await counter.ask(.get, place).text
        #expect(shown.contains("Lao Động") && !shown.contains("Hình Sự") && shown.contains("Việc lao động"))
        #expect(shown.contains("aria-current=\"page\""))
        #expect(try await counter.ask(.get, "/cases").text.contains("Việc lao động"))
    }

    @Test func lookingAtASavedSearchChangesNothingAndNoLinkHoldsTheName() async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept(client: ["name": "Nông Thị Riêng"])
        _ = try await counter.accept(client: ["name": "Lê Thị Mây"])
        let id = try #require(try await save("Của tôi", "q=rieng&form=litigation", counter).tree["id"]?.text)
        let page = try await counter.ask(.get, "/cases?saved=\(id)").text
        #expect(page.contains("Nông Thị Riêng") && page.contains("search=\(id)") && !page.contains("q=rieng"))
        let handles = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select count(*) from searches", as: Int.self)
        }
        #expect(handles == 0)
        let again = try await counter.ask(.get, "/cases?search=\(id)&form=litigation").text
        #expect(again.contains("Nông Thị Riêng") && !again.contains("Lê Thị Mây"))
        try await counter.ask(.get, "/cases?search=\(id)", by: counter.identity(.leader), expecting: .notFound)
        let other = try #require(try await save("Không tên", "open=true", counter).tree["id"]?.text)
        try await counter.ask(.get, "/cases?search=\(other)", expecting: .notFound)
        try await counter.ask(.delete, "/api/v1/case-searches/\(id)", expecting: .noContent)
        try await counter.ask(.get, "/cases?search=\(id)", expecting: .notFound)
    }

    @Test func nobodyElseSeesIt() async throws {
        let counter = try await Counter.open()
        let id = try #require(try await save("Của tôi", "q=nong&open=true", counter).tree["id"]?.text)
        let leader = counter.identity(.leader)
        #expect(try await counter.ask(.get, "/api/v1/case-searches", by: leader).tree["items"]?.list.isEmpty == true)
        try await counter.ask(.get, "/cases?saved=\(id)", by: leader, expecting: .notFound)
        try await counter.ask(.delete, "/api/v1/case-searches/\(id)", by: leader, expecting: .notFound)
        for overseer in [counter.identity(.province), counter.identity(.ministry)] {
            _ = try await save("Của tôi", "q=nong", counter, by: overseer)
            #expect(try await counter.ask(.get, "/api/v1/case-searches", by: overseer).tree["items"]?.list.count == 1)
        }
        try await counter.ask(.delete, "/api/v1/case-searches/\(id)", expecting: .noContent)
        #expect(try await counter.ask(.get, "/api/v1/case-searches").tree["items"]?.list.isEmpty == true)
        #expect(try await counter.test.audited("cases.search-saved") == 3)
    }

    @Test func programsOfOneNameAtTwoCentresEachKeepOneOfOneName() async throws {
        let counter = try await Counter.open()
        for centre in [counter.centre, OrganisationID(at: Date())] {
            let program = counter.identity(.program, of: centre)
            _ = try await save("Của tôi", "open=true", counter, by: program)
            #expect(try await counter.ask(.get, "/api/v1/case-searches", by: program).tree["items"]?.list.count == 1)
        }
    }

    @Test func oneOfTheSameNameIsReplacedAndThereAreThirtyAtMost() async throws {
        let counter = try await Counter.open()
        for number in 1...30 { _ = try await save("Số \(number)", "open=true", counter) }
        _ = try await save("Số 3", "stalled=true", counter)
        let kept = try await counter.ask(.get, "/api/v1/case-searches").tree["items"]?.list
        #expect(kept?.count == 30 && kept?.contains { $0["query"]?.text == "stalled=true" } == true)
        _ = try await save("Một nữa", "open=true", counter, expecting: .conflict)
    }

    @Test func aQueryThatIsNoneOfTheRegistersIsRefused() async throws {
        let counter = try await Counter.open()
        for query in ["status=lost", "colour=red", "after=x", "%zz"] {
            let refused = try await save("Sai", query, counter, expecting: .unprocessableContent)
            #expect(refused.text.contains("/query"), "\(query): \(refused.text)")
        }
    }

    @Test func theRegisterIsNarrowedToAPlaceAndAHelperByFields() async throws {
        let counter = try await Counter.open()
        let helper = HelperID(at: Date())
        try await counter.test.hear(
            HelperChanged(
                helper: helper, organisation: counter.centre, province: "08", kind: .officer, fullName: "Trợ Giúp Một",
                email: "a@b.example",
                active: true, occurredAt: Date(), recordedAt: Date()))
        let leader = try await counter.ask(.get, "/cases", by: counter.identity(.leader)).text
        #expect(leader.contains("name=\"helper\"") && leader.contains("Trợ Giúp Một"))
        let province = try await counter.ask(.get, "/cases", by: counter.identity(.province)).text
        #expect(province.contains("name=\"organisation\"") && !province.contains("Trợ Giúp Một"))
        let narrowed = try await counter.ask(.get, "/cases?organisation=\(counter.centre)", by: counter.identity(.province)).text
        #expect(narrowed.contains("Trợ Giúp Một"))
        let ministry = try await counter.ask(.get, "/cases", by: counter.identity(.ministry)).text
        #expect(ministry.contains("name=\"province\"") && !ministry.contains("name=\"organisation\""))
        let own = try await counter.ask(.get, "/cases", by: counter.identity(.helper, helper: helper)).text
        #expect(!own.contains("name=\"helper\"") && !own.contains("name=\"organisation\""))
    }
}
