import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// The page's form, as a browser without scripts sends it.
@Suite struct FormTests {
    private func fields(_ counter: Counter, key: String) -> Data {
        let fields = [
            ("form_key", key), ("centre", counter.centre.description), ("channel", "in_person"), ("client.name", "Nông Thị Mẫu"),
            ("client.birth.day", "6"), ("client.birth.month", "5"), ("client.birth.year", "1980"), ("client.gender", "female"),
            ("client.ethnicity", "Tày"), ("categories", "poor_household"), ("form", "advice"), ("field", "civil"),
            ("summary", "Tranh chấp (mẫu)"), ("opposing.0.name", ""), ("decision", "accept"),
        ]
        let escaped = fields.map { name, value in
            name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }
        return Data(escaped.joined(separator: "&").utf8)
    }

    private func send(_ counter: Counter, key: String, by identity: Identity?) async throws -> TestResponse {
        try await counter.test.ask(
            .post, "/requests/new", by: identity, [.contentType: "application/x-www-form-urlencoded"], body: fields(counter, key: key))
    }

    @Test func aFormSentTwiceOpensOneCase() async throws {
        let counter = try await Counter.open()
        let key = UUID().uuidString
        let first = try await send(counter, key: key, by: counter.staff)
        let second = try await send(counter, key: key, by: counter.staff)
        #expect(first.status == .seeOther, "\(first.text)")
        #expect(first.headers[.location] == second.headers[.location])
        let cases = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select count(*) from cases", as: Int.self)
        }
        #expect(cases == 1)
    }

    @Test func eachPaperTellsWhichCategoriesItIsFor() async throws {
        let counter = try await Counter.open()
        let form = try await counter.test.ask(.get, "/requests/new", by: counter.staff).text
        #expect(form.contains("Điều 33.3a, 33.9b; Trẻ em; Người cao tuổi có khó khăn về tài chính</p>"))
        // It would be seven of them.
        #expect(form.contains("Điều 33.6a, 33.7a; Người bị buộc tội thuộc hộ cận nghèo; Mọi diện có khó khăn về tài chính</p>"))
    }

    @Test(arguments: [("progress", "completion"), ("completion", "progress")])
    func aFaultInOneFormOfTheCaseStaysThere(_ sent: String, _ other: String) async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        let body = try await
            "form_key=\(UUID().text)&version=\(counter.version(id))&date.day=31&date.month=2&date.year=2026&result=Ghi&note=Ghi"
        let answer = try await counter.test.ask(
            .post, "/cases/\(id)/\(sent)", by: counter.staff, [.contentType: "application/x-www-form-urlencoded"], body: Data(body.utf8))
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains("id=\"\(sent)-date-error\"") && answer.text.contains("href=\"#\(sent)-date\""))
        #expect(!answer.text.contains("id=\"\(other)-date-error\"") && !answer.text.contains("href=\"#\(other)-date\""))
        // What was typed is there once.
        #expect(answer.text.components(separatedBy: "value=\"2026\"").count == 2)
        #expect(answer.text.components(separatedBy: ">Ghi</textarea>").count == 2)
    }

    @Test func thePublicDecidesNothing() async throws {
        let counter = try await Counter.open()
        let answer = try await send(counter, key: UUID().uuidString, by: nil)
        #expect(answer.status == .created, "\(answer.text)")
        let states = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select state, channel from requests").map {
                (try $0.get("state", as: String.self), try $0.get("channel", as: String.self))
            }
        }
        #expect(states.map(\.0) == ["received"] && states.map(\.1) == ["online"])
    }

    @Test func anEmptyFormComesBackWithItsErrorsAndItsKey() async throws {
        let counter = try await Counter.open()
        let key = UUID().text
        let answer = try await counter.test.ask(
            .post, "/requests/new", by: counter.staff, [.contentType: "application/x-www-form-urlencoded"],
            body: Data("form_key=\(key)".utf8))
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains(key))
        #expect(answer.text.contains("errors-title"))
    }
}
