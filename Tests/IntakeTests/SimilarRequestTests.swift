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
    ])
    func theSameIsThePersonInTheField(_ changes: [String: String], _ isSimilar: Bool) async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept(client: ["identity_number": "004180000001"])
        let answer = try await counter.send(counter.fields(changes), by: counter.staff)
        #expect((answer.status == .unprocessableContent) == isSimilar, "\(answer.status)")
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
