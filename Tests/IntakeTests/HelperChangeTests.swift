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

/// Circular 12/2018, Điều 9.1: a client who asks for another helper is answered within three working days.
@Suite struct HelperChangeTests {
    private let helper = HelperID(at: Date())

    private func open() async throws -> (Counter, CaseID) {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        try await counter.assign(id, to: helper)
        return (counter, id)
    }

    private func ask(_ id: CaseID, _ counter: Counter) async throws -> JSONValue {
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/helper-changes", #"{"channel": "phone", "reason": "Từng giúp bên kia"}"#, expecting: .created
        ).tree
    }

    /// As if it had come ten days ago.
    private func age(_ id: CaseID, _ counter: Counter) async throws {
        try await counter.test.house.database.transaction(.service) {
            _ = try await $0.execute("update cases set change_due_on = change_due_on - 10 where id = \(id)")
        }
    }

    private func late(_ counter: Counter, _ more: String = "") async throws -> [JSONValue] {
        try await counter.ask(.get, "/api/v1/cases?need=change_late\(more)").tree["items"]?.list ?? []
    }

    private func versionsTold(_ counter: Counter) async throws -> [Int] {
        try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.rows("select version from outbox where name = \(HelperChangeRecorded.name) order by position").map {
                try $0.get("version")
            }
        }
    }

    @Test func circular12_2018_article9_1_theAnswerIsDueInThreeWorkingDaysAndLateAfterwards() async throws {
        let (counter, id) = try await open()
        let house = counter.test.house
        let asked = try await ask(id, counter)
        let due = house.rules.calendar.adding(workingDays: 3, to: house.clock.today).description
        #expect(asked["due_on"]?.text == due && asked["helper"]?.text == helper.description)
        #expect(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["change_due_on"]?.text == due)
        #expect(try await late(counter).isEmpty)
        // One waits at a time.
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/helper-changes", #"{"channel": "post", "reason": "Lần nữa"}"#, expecting: .conflict)
        try await age(id, counter)
        for more in ["", "&status=assigned", "&q=nong"] {
            #expect(try await late(counter, more).map { $0["id"]?.text } == [id.description], "\(more)")
        }
        #expect(try await counter.ask(.get, "/home/cases").text.contains("need=change_late"))
        #expect(try await counter.test.audited("case.helper-change-asked") == 1)
        let told = try await counter.test.told(HelperChangeRecorded.self)
        #expect(told.map(\.dueOn.description) == [due] && told.first?.answeredOn == nil && told.first?.case == id)
    }

    @Test func circular12_2018_article9_1_aRefusalIsKeptWithItsReasonAndStopsTheClock() async throws {
        let (counter, id) = try await open()
        let change = try #require(try await ask(id, counter)["id"]?.text)
        try await age(id, counter)
        let place = "/api/v1/cases/\(id)/helper-changes/\(change)/answer"
        let leader = counter.identity(.leader)
        try await counter.ask(
            .post, place, #"{"outcome": "refused"}"#, by: leader, match: counter.version(id), expecting: .unprocessableContent)
        try await counter.ask(
            .post, place, #"{"outcome": "accepted"}"#, by: counter.staff, match: counter.version(id), expecting: .forbidden)
        try await counter.ask(.post, place, #"{"outcome": "accepted"}"#, by: leader, expecting: .preconditionRequired)
        let words = #"{"outcome": "refused", "answer": "Không có căn cứ theo Điều 25"}"#
        let answered = try await counter.ask(.post, place, words, by: leader, match: counter.version(id)).tree
        #expect(answered["outcome"]?.text == "refused" && answered["answered_by"]?.text == leader.name)
        #expect(try await late(counter).isEmpty)
        try await counter.ask(.post, place, words, by: leader, match: counter.version(id), expecting: .conflict)
        #expect(try await counter.ask(.get, "/cases/\(id)/helper-changes").text.contains("Không có căn cứ theo Điều 25"))
        #expect(try await counter.test.audited("case.helper-change-answered") == 1)
        #expect(try await versionsTold(counter) == [1, 2])
        #expect(try await counter.test.told(HelperChangeRecorded.self).last?.answeredOn == counter.test.house.clock.today)
    }

    /// Law 11/2017, Điều 25.3: somebody else is named.
    @Test func article25_3_whoAcceptsIsLedToTheAssignmentUntilAnotherHelperHasTheCase() async throws {
        let (counter, id) = try await open()
        let change = try #require(try await ask(id, counter)["id"]?.text)
        let leader = counter.identity(.leader)
        let fields = try await counter.seen(id).merging(["form_key": UUID().text, "outcome": "accepted"]) { $1 }
        let sent = try await counter.send("/cases/\(id)/helper-changes/\(change)/answer", fields, by: leader)
        #expect(sent.status == .seeOther && sent.headers[.location]?.hasPrefix("/cases/\(id)/assignment") == true, "\(sent.text)")
        let link = "href=\"/cases/\(id)/assignment\">Cử người thực hiện khác"
        #expect(try await counter.ask(.get, "/cases/\(id)/helper-changes", by: leader).text.contains(link))
        try await counter.assign(id, to: HelperID(at: Date()), version: 2)
        #expect(try await !counter.ask(.get, "/cases/\(id)/helper-changes", by: leader).text.contains(link))
    }

    @Test func aCaseThatIsGivenToSomebodyElseAnswersItsClient() async throws {
        let (counter, id) = try await open()
        _ = try await ask(id, counter)
        try await counter.assign(id, to: HelperID(at: Date()), version: 2)
        let found = try await counter.ask(.get, "/api/v1/cases/\(id)/helper-changes").tree["items"]?.list
        #expect(found?.map { $0["outcome"]?.text } == ["accepted"])
        #expect(try await versionsTold(counter) == [1, 2])
        #expect(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["change_due_on"]?.text == nil)
    }

    @Test func whoeverHasTheCaseAndOtherCentresDoNotSeeIt() async throws {
        let (counter, id) = try await open()
        _ = try await ask(id, counter)
        let own = counter.identity(.helper, helper: helper)
        for place in ["/api/v1/cases/\(id)/helper-changes", "/cases/\(id)/helper-changes"] {
            #expect(try await counter.test.ask(.get, place, by: own).status == .forbidden)
            #expect(try await counter.test.ask(.get, place, by: counter.identity(.staff, of: counter.foreign)).status == .notFound)
        }
        let page = try await counter.ask(.get, "/cases/\(id)", by: own).text
        #expect(!page.contains("Từng giúp bên kia") && !page.contains("/helper-changes"))
        #expect(try await counter.test.audited("case.viewed") > 0)
    }

    @Test func theClientAsksWithTheirReceiptAndReadsTheAnswerThere() async throws {
        let counter = try await Counter.open()
        let receipt = try await counter.send(counter.fields(["client.name": "Lý Thị Chờ"]), to: "/requests/new", by: nil)
        let number = try #require(receipt.text.firstMatch(of: /YC[0-9]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}/).map { String($0.0) })
        let secret = try #require(receipt.code(groups: 4))
        func send(_ path: String, _ more: [String: String] = [:]) async throws -> TestResponse {
            try await counter.send(["number": number, "secret": secret].merging(more) { $1 }, to: path, by: nil)
        }
        let form = "/requests/track/helper-change"
        let action = "action=\"\(form)\""
        #expect(try await !send("/requests/track").text.contains(action))
        let request = try #require(try await counter.ask(.get, "/api/v1/requests").tree["items"]?.list.first?["id"]?.text)
        try await counter.ask(.post, "/api/v1/requests/\(request)/acceptance", "{}", match: 1)
        let id = try #require(
            try await counter.ask(.get, "/api/v1/cases").tree["items"]?.list.first?["id"]?.text.flatMap { CaseID($0) })
        try await counter.announce(id)
        try await counter.assign(id, to: helper)
        #expect(try await send("/requests/track").text.contains(action))
        #expect(try await send(form, ["reason": ""]).status == .unprocessableContent)
        #expect(try await send(form, ["reason": "Không khách quan", "secret": "x"]).status == .unprocessableContent)
        let sent = try await send(form, ["reason": "Không khách quan"])
        #expect(sent.status == .created && sent.text.contains("Không khách quan") && !sent.text.contains(action), "\(sent.text)")
        #expect(try await counter.test.ask(.get, form, by: nil).status == .ok)
        // Sent again it is the same.
        #expect(try await send(form, ["reason": "Không khách quan"]).status == .created)
        let found = try await counter.ask(.get, "/api/v1/cases/\(id)/helper-changes").tree["items"]?.list ?? []
        #expect(found.map { $0["channel"]?.text } == ["online"])
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/helper-changes/\(try #require(found.first?["id"]?.text))/answer",
            #"{"outcome": "refused", "answer": "Không có căn cứ"}"#, by: counter.identity(.leader), match: counter.version(id))
        #expect(try await send("/requests/track").text.contains("Không có căn cứ"))
    }
}
