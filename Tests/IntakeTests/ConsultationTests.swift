import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Simple questions are answered at once, written into their own book, and counted (circular 12/2018, Điều 8.2).
@Suite struct ConsultationTests {
    private func body(_ counter: Counter, _ changes: [String: Any] = [:]) throws -> Data {
        let body: [String: Any] = [
            "centre": counter.centre.description, "channel": "in_person", "client": ["name": "Lý Thị Hỏi", "gender": "female"],
            "categories": ["poor_household"], "field": "civil", "question": "Khai sinh muộn?", "answer": "Đã hướng dẫn.",
        ]
        return try JSONSerialization.data(withJSONObject: body.merging(changes) { $1 })
    }

    @Test func eachHasANumberOfItsYearOpensNoCaseAndIsToldWithoutItsWords() async throws {
        let counter = try await Counter.open()
        for number in 1...3 {
            let answer = try await counter.test.ask(.post, "/api/v1/consultations", by: counter.staff, body: try body(counter))
            #expect(answer.status == .created && answer.tree["number"]?.integer == number, "\(answer.text)")
        }
        let earlier = try await counter.test.ask(
            .post, "/api/v1/consultations", by: counter.staff, body: try body(counter, ["given_on": "2025-12-31"]))
        #expect(earlier.tree["number"]?.integer == 1)
        let told = try await counter.test.told(ConsultationGiven.self)
        #expect(told.count == 4 && told.last?.givenOn == LegalDate("2025-12-31") && told.allSatisfy { $0.field == .civil })
        let bodies = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select body from outbox").map { try $0.get("body", as: String.self) }
        }
        #expect(bodies.allSatisfy { !$0.contains("Lý Thị") && !$0.contains("Khai sinh") && !$0.contains("hướng dẫn") })
        #expect(try await counter.requests() == 0)
        // The book of cases counts on its own.
        let id = try await counter.accept()
        let view = try await counter.test.ask(.get, "/api/v1/cases/\(id)", by: counter.staff)
        #expect(view.tree["code"]?.text?.contains(".01.") == true)
    }

    @Test func theBookIsTheOrganisationsOwnAndEachLookAtALineIsOnRecord() async throws {
        let counter = try await Counter.open()
        let sent = try await counter.send(
            [
                "form_key": UUID().text, "centre": counter.centre.description, "channel": "post", "client.name": "Lý Thị Hỏi",
                "client.gender": "female", "field": "labour", "question": "Hỏi", "answer": "Đáp",
            ], to: "/requests/consultations", by: counter.staff)
        #expect(sent.status == .seeOther, "\(sent.text)")
        let list = try await counter.test.ask(.get, "/api/v1/consultations", by: counter.staff)
        #expect(!list.text.contains("Đáp"))
        guard case .array(let items)? = list.tree["items"], let id = items.first?["id"]?.text else { throw Problem.notFound() }
        #expect(try await counter.test.ask(.get, "/requests/consultations", by: counter.staff).text.contains(id))
        let whole = try await counter.test.ask(.get, "/requests/consultations/\(id)", by: counter.staff)
        #expect(whole.text.contains("Đáp"))
        #expect(try await counter.test.audited("consultation.viewed") == 1)
        let foreign = counter.identity(.staff, of: counter.foreign)
        #expect(try await counter.test.ask(.get, "/api/v1/consultations/\(id)", by: foreign).status == .notFound)
        #expect(try await counter.test.ask(.get, "/requests/consultations", by: foreign).text.contains(id) == false)
        let elsewhere = try await counter.test.ask(.post, "/api/v1/consultations", by: foreign, body: try body(counter))
        #expect(elsewhere.status == .forbidden)
        let bad = try await counter.send(["form_key": UUID().text], to: "/requests/consultations", by: counter.staff)
        #expect(bad.status == .unprocessableContent && bad.text.contains("errors-title"))
    }
}
