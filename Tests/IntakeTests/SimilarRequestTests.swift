import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// The same request entered twice is noticed before it is kept, and people decide.
@Suite struct SimilarRequestTests {
    @Test func anEarlierRequestIsShownBesideTheNewOneWhichIsKeptOnlyWithAReason() async throws {
        let counter = try await Counter.open()
        let earlier = try await counter.accept(["summary": "Việc cũ (mẫu)"], client: ["identity_number": "004180000001"])
        let fields = counter.fields(["summary": "Việc mới (mẫu)"])
        let asked = try await counter.send(fields, by: counter.staff)
        #expect(asked.status == .unprocessableContent)
        #expect(asked.text.contains("Việc cũ (mẫu)") && asked.text.contains("Việc mới (mẫu)") && asked.text.contains("/cases/\(earlier)"))
        #expect(try await counter.requests() == 1)
        #expect(try await counter.test.audited("request.viewed") == 1)
        let kept = try await counter.send(fields.merging(["distinct_reason": "Tranh chấp với người khác"]) { $1 }, by: counter.staff)
        #expect(kept.status == .seeOther, "\(kept.text)")
        let rows = try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.rows(
                """
                select later.distinct_reason, later.distinct_from = array[earlier.id] as from_that
                from requests as later join requests as earlier on earlier.id <> later.id
                where later.distinct_reason is not null
                """
            ).map { (try $0.get("distinct_reason", as: String.self), try $0.get("from_that", as: Bool.self)) }
        }
        #expect(rows.map(\.0) == ["Tranh chấp với người khác"] && rows.map(\.1) == [true])
        // The same form once more is that request again, and no third one.
        #expect(try await counter.send(fields, by: counter.staff).headers[.location] == kept.headers[.location])
        #expect(try await counter.requests() == 2)
    }

    @Test(arguments: [
        // Another spelling and birth, but the number of the card; another field; somebody else.
        (["client.name": "Nông Thị Mẫn", "client.birth.year": "1981", "client.identity_number": "004180000001"], true),
        (["field": "labour"], false), (["client.birth.year": "1979"], false), (["client.name": "nong thi mau"], true),
        // A slip of the pen; another day of the same year; another number of the card on another day.
        (["client.name": "Nông Thị Mẫuu"], true), (["client.birth.day": "7"], true), (["client.name": "Nông Thị Hoà"], false),
        (["client.birth.day": "7", "client.identity_number": "004180000002"], false),
    ])
    func theSameIsThePersonInTheField(_ changes: [String: String], _ isSimilar: Bool) async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept(client: ["identity_number": "004180000001"])
        let answer = try await counter.send(counter.fields(changes), by: counter.staff)
        #expect((answer.status == .unprocessableContent) == isSimilar, "\(answer.status)")
    }

    /// A request that the public sent, after another of the same person with a letter less.
    private func sentTwice(_ counter: Counter) async throws -> (earlier: CaseID, id: String) {
        let earlier = try await counter.accept(["summary": "Việc cũ (mẫu)"], client: ["name": "Nông Thị Mẫuu"])
        #expect(try await counter.send(counter.fields(["summary": "Việc mới (mẫu)"]), by: nil).status == .created)
        let received = try await counter.ask(.get, "/api/v1/requests?status=received").tree["items"]?.list
        return (earlier, try #require(received?.first?["id"]?.text))
    }

    @Test func whatCameOnlineIsShownBesideTheEarlierOneAndAcceptedOnItsPageOnlyWithAReason() async throws {
        let counter = try await Counter.open()
        let (earlier, id) = try await sentTwice(counter)
        let page = try await counter.ask(.get, "/requests/\(id)").text
        #expect(page.contains("Việc cũ (mẫu)") && page.contains("Việc mới (mẫu)") && page.contains("/cases/\(earlier)"))
        #expect(page.contains("name=\"distinct_reason\""))
        let found = try await counter.ask(.get, "/api/v1/requests/\(id)").tree["duplicates"]?.list ?? []
        #expect(found.map { $0["case"]?["id"]?.text } == [earlier.description])
        let fields = ["version": "1", "form_key": UUID().text]
        let asked = try await counter.send("/requests/\(id)/acceptance", fields)
        #expect(asked.status == .unprocessableContent && asked.text.contains("acceptance-distinct_reason-error"), "\(asked.text)")
        let kept = try await counter.send(
            "/requests/\(id)/acceptance", ["version": "1", "form_key": UUID().text, "distinct_reason": "Hàng xóm khác"])
        #expect(kept.status == .seeOther, "\(kept.text)")
        #expect(try await counter.ask(.get, "/api/v1/requests/\(id)").tree["distinct_reason"]?.text == "Hàng xóm khác")
    }

    @Test func programsAreToldOfDuplicatesAndNeverStopped() async throws {
        let counter = try await Counter.open()
        let (_, id) = try await sentTwice(counter)
        let accepted = try await counter.ask(.post, "/api/v1/requests/\(id)/acceptance", "{}", match: 1).tree
        #expect(accepted["status"]?.text == "accepted" && accepted["duplicates"]?.list.count == 1)
    }

    @Test func whatWasPassedOnIsNoDuplicateOfItselfButOfWhatTheReceiverHas() async throws {
        let counter = try await Counter.open()
        let there = counter.identity(.staff, of: counter.foreign)
        let known = try await counter.accept(["centre": counter.foreign.description, "summary": "Đã có (mẫu)"], by: there)
        let sender = try #require(try await counter.post(counter.request(["decision": NSNull()])).tree["id"]?.text)
        let passed = try await counter.ask(
            .post, "/api/v1/requests/\(sender)/transfer", #"{"reason": "outside_territory", "organisation": "\#(counter.foreign)"}"#,
            match: 1)
        // The sender learns nothing of what the receiver has.
        #expect(passed.tree["duplicates"]?.list.isEmpty == true, "\(passed.text)")
        let id = try #require(try await counter.ask(.get, "/api/v1/requests/\(sender)").tree["departure"]?["request"]?.text)
        let seen = try await counter.ask(.get, "/api/v1/requests/\(id)", by: there).tree["duplicates"]?.list ?? []
        #expect(seen.map { $0["case"]?["id"]?.text } == [known.description])
        #expect(try await counter.ask(.get, "/requests/\(id)", by: there).text.contains("Đã có (mẫu)"))
    }

    @Test func thePublicLearnsNothingOfEarlierRequests() async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept()
        #expect(try await counter.send(counter.fields(), by: nil).status == .created)
    }

    @Test func aNoticeIsKeptToTheMinuteWithItsBodyAndWhatWasShown() async throws {
        let counter = try await Counter.open()
        let fields = counter.fields([
            "channel": "notice", "notice.body": "Cơ quan CSĐT (mẫu)", "notice.number": "12/TB", "notice.given_at.date.day": "5",
            "notice.given_at.date.month": "1", "notice.given_at.date.year": "2026", "notice.given_at.time": "21h07",
            "held.date.day": "5", "held.date.month": "1", "held.date.year": "2026", "held.time": "18:40", "form": "litigation",
            "field": "criminal", "papers": "poor_household_certificate", "urgent": "true",
        ])
        let answer = try await counter.send(fields, by: counter.staff)
        let place = try #require(answer.headers[.location]?.split(separator: "?").first, "\(answer.text)")
        let request = try await counter.test.ask(.get, "/api/v1\(place)", by: counter.staff).tree
        #expect(request["notice"]?["body"]?.text == "Cơ quan CSĐT (mẫu)" && request["notice"]?["number"]?.text == "12/TB")
        #expect(request["notice"]?["given_at"]?.text.flatMap(Instant.parse) == Instant.parse("2026-01-05T14:07:00Z"))
        #expect(request["held"]?.text.flatMap(Instant.parse) == Instant.parse("2026-01-05T11:40:00Z"))
        // The paper proves the category; both are kept with the decision.
        let decision = try #require(request["eligibility"])
        #expect(
            decision["facts"]?["papers"] == ["poor_household_certificate"]
                && decision["pack_version"]?.text?.hasPrefix("eligibility@") == true)
        guard case .array(let categories)? = decision["categories"] else { throw Problem.notFound() }
        #expect(categories.map { $0["state"]?.text } == ["met"])
    }

    @Test func whatIsWrongWithATimeStandsBesideItsBox() async throws {
        let counter = try await Counter.open()
        let changes = ["held.date.day": "5", "held.date.month": "1", "held.date.year": "2026", "held.time": "25h99", "notice.body": "CSĐT"]
        let answer = try await counter.send(counter.fields(changes), by: counter.staff)
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains("id=\"held-time-error\""))
        // A notice that came in person is none.
        #expect(answer.text.contains("id=\"channel-error\""))
    }
}
