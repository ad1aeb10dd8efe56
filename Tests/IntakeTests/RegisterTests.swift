import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Sổ thụ lý (circular 12/2018, Điều 11.1).
@Suite struct RegisterTests {
    @Test func numbersHaveNoGapsAndNoDoublesUnderConcurrency() async throws {
        let counter = try await Counter.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<60 {
                group.addTask {
                    // Every fifth is refused after it began: its number must not be lost.
                    let bad = index.isMultiple(of: 5) ? ["form": "nothing"] : [:]
                    _ = try await counter.post(try counter.request(bad, client: ["name": "Người thứ \(index) (mẫu)"]))
                }
            }
            try await group.waitForAll()
        }
        let numbers = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select number from cases order by number").map { try $0.get("number", as: Int.self) }
        }
        #expect(numbers == Array(1...48))
    }

    @Test func theCodeNamesOrganisationFormNumberAndYearOfReception() async throws {
        let counter = try await Counter.open()
        let answer = try await counter.post(try counter.request(["received_at": "2025-12-31T16:59:59Z"]))
        #expect(answer.tree["case"]?["code"]?.text == "TT.TGTT.01.2025")
        let next = try await counter.post(try counter.request(["received_at": "2025-12-31T17:00:00Z"]))
        #expect(next.tree["case"]?["code"]?.text == "TT.TGTT.01.2026")
    }

    @Test func aBranchKeepsItsOwnRegister() async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept()
        let answer = try await counter.post(try counter.request(["centre": counter.branch.description]))
        #expect(answer.tree["case"]?["code"]?.text?.hasPrefix("CN1.TGTT.01.") == true)
    }

    @Test func theSameIdempotencyKeyOpensOneCase() async throws {
        let counter = try await Counter.open()
        let body = try counter.request()
        let key = try #require(HTTPField.Name("Idempotency-Key"))
        let first = try await counter.post(body, [key: "k-1"])
        let second = try await counter.post(body, [key: "k-1"])
        #expect(first.status == .created && second.status == .created)
        #expect(first.tree["id"] == second.tree["id"])
        let other = try await counter.post(try counter.request(["urgent": true]), [key: "k-1"])
        #expect(other.status == .unprocessableContent)
        let cases = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select count(*) from cases", as: Int.self)
        }
        #expect(cases == 1)
    }

    @Test func whatARequestTellsIsWrittenWithIt() async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept()
        #expect(try await counter.test.told(RequestReceived.self).count == 1)
        #expect(try await counter.test.audited("request.received") == 1)
        #expect(try await counter.test.audited("case.registered") == 1)
    }

    @Test func undecidedRequestsAreAcceptedLaterOnlyByWhoHasSeenThem() async throws {
        let counter = try await Counter.open()
        let answer = try await counter.post(try counter.request(["decision": NSNull()]))
        #expect(answer.tree["status"]?.text == "received" && answer.tree["case"] == JSONValue.null || answer.tree["case"] == nil)
        let id = try #require(answer.tree["id"]?.text)
        let path = "/api/v1/requests/\(id)/acceptance"
        #expect(try await counter.test.ask(.post, path, by: counter.staff, body: Data("{}".utf8)).status == .preconditionRequired)
        #expect(
            try await counter.test.ask(.post, path, by: counter.staff, [.ifMatch: "\"7\""], body: Data("{}".utf8)).status
                == .preconditionFailed)
        let accepted = try await counter.test.ask(.post, path, by: counter.staff, [.ifMatch: "\"1\""], body: Data("{}".utf8))
        #expect(accepted.status == .ok && accepted.tree["status"]?.text == "accepted")
        let again = try await counter.test.ask(.post, path, by: counter.staff, [.ifMatch: "\"2\""], body: Data("{}".utf8))
        #expect(again.status == .conflict)
    }

    /// Circular 12/2018, Điều 5.2: a case is accepted when it is written into the register, however long ago its request came.
    @Test func circular12_2018_article5_2_aCaseIsAcceptedOnTheDayOfItsEntryInTheRegister() async throws {
        let counter = try await Counter.open()
        let today = counter.test.house.clock.today
        let came = today.adding(days: -5)
        let day = [
            "received_at.date.day": "\(came.day)", "received_at.date.month": "\(came.month)", "received_at.date.year": "\(came.year)",
        ]
        let sent = try await counter.send(
            counter.fields(["channel": "fax", "decision": "accept", "received_at.time": "08:00"].merging(day) { $1 }), by: counter.staff)
        #expect(sent.status == .seeOther, "\(sent.text)")
        let listed = try await counter.ask(.get, "/api/v1/cases").tree["items"]?.list
        let id = try #require(listed?.first?["id"]?.text)
        #expect(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["accepted_on"]?.text == today.description)
        // A program carries over what a register took in when it came.
        let fax = Instant.format(came.start.addingTimeInterval(8 * 3_600))
        let carried = try await counter.accept(
            ["channel": "fax", "received_at": fax], client: ["name": "Lò Thị Khác (mẫu)", "birth": "1970-01-02"])
        #expect(try await counter.ask(.get, "/api/v1/cases/\(carried)").tree["accepted_on"]?.text == came.description)
    }

    @Test func whatAPaperRegisterTookInKeepsItsDayThere() async throws {
        let counter = try await Counter.open()
        let today = counter.test.house.clock.today
        let fax = Instant.format(counter.test.house.clock.now.addingTimeInterval(-5 * 86_400))
        func body(_ day: LegalDate, _ changes: [String: Any] = [:]) throws -> Data {
            try counter.request(["received_at": fax, "accepted_on": day.description].merging(changes) { $1 })
        }
        let answer = try await counter.post(try body(today.adding(days: -2)))
        let id = try #require(answer.tree["case"]?["id"]?.text)
        #expect(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["accepted_on"]?.text == today.adding(days: -2).description)
        // Neither before it was received nor in the future, and of an accepted case only.
        for wrong in [try body(today.adding(days: -6)), try body(today.adding(days: 1)), try body(today, ["decision": NSNull()])] {
            let refused = try await counter.post(wrong)
            #expect(refused.status == .unprocessableContent && refused.text.contains("/accepted_on"))
        }
    }
}
