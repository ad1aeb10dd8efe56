import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// What goes from one organisation to another is over here and a request there, in one transaction (Law 11/2017, Điều 16.3, 35).
@Suite struct TransferTests {
    private func requests(of organisation: OrganisationID, _ counter: Counter) async throws -> [JSONValue] {
        try await counter.ask(.get, "/api/v1/requests?status=received", by: counter.identity(.staff, of: organisation)).tree["items"]?.list
            ?? []
    }

    @Test func aTransferredCaseKeepsItsNumberAndIsARequestOfTheReceiver() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept(["opposing": [["name": "Lý Văn Đối"]]], client: ["name": "Trần Thị Chuyển"])
        try await counter.announce(id)
        let code = try await counter.ask(.get, "/api/v1/cases/\(id)").tree["code"]?.text
        let attachment = AttachmentID(at: Date())
        try await counter.test.hear(
            AttachmentStored(
                attachment: attachment, case: id, organisation: counter.centre, kind: "application", size: 1, sha256: "00",
                occurredAt: Date(), recordedAt: Date()))
        let moved = try await counter.move(id, .transfer)
        #expect(moved.status == .ok && moved.tree["status"]?.text == "transferred" && moved.tree["code"]?.text == code, "\(moved.text)")
        let file = try await counter.ask(.get, "/api/v1/cases/\(id)").tree
        #expect(file["transfer"]?["to"]?["id"]?.text == counter.foreign.description && file["end_ground"]?.text == "outside_territory")

        let there = counter.identity(.leader, of: counter.foreign)
        let found = try await requests(of: counter.foreign, counter)
        let new = try #require(found.first?["id"]?.text)
        #expect(found.count == 1)
        let request = try await counter.ask(.get, "/api/v1/requests/\(new)", by: there).tree
        #expect(request["client"]?["name"]?.text == "Trần Thị Chuyển" && request["arrival"]?["case"]?["code"]?.text == code)
        #expect(request["arrival"]?["papers"]?.list.first?["kind"]?.text == "application")
        let page = try await counter.ask(.get, "/requests/\(new)", by: there).text
        #expect(page.contains(code ?? "–") && page.contains("Khách đã chuyển nhà") && page.contains("Được chuyển đến"))
        #expect(try await counter.test.told(CaseTransferred.self).map(\.request.description) == [new])
        #expect(try await counter.test.told(RequestReceived.self).map(\.organisation) == [counter.centre, counter.foreign])

        // Each sees its own side only.
        try await counter.ask(.get, "/api/v1/requests/\(new)", expecting: .notFound)
        try await counter.ask(.get, "/api/v1/cases/\(id)", by: there, expecting: .notFound)
        let accepted = try await counter.ask(.post, "/api/v1/requests/\(new)/acceptance", "{}", by: there, match: 1).tree
        let opened = try #require(accepted["case"]?["id"]?.text)
        let parties = try await counter.ask(.get, "/api/v1/cases/\(opened)/parties", by: there).tree["items"]?.list ?? []
        #expect(parties.map { $0["name"]?.text } == ["Trần Thị Chuyển", "Lý Văn Đối"])
        #expect(opened != id.description)
    }

    @Test func aTransferSentTwiceIsOneRequest() async throws {
        let counter = try await Counter.open()
        let id = try await counter.caseIn(.assigned)
        var headers: HTTPFields = [.ifMatch: "*"]
        headers[try #require(HTTPField.Name("Idempotency-Key"))] = "chuyen-1"
        for _ in 0..<2 {
            let answer = try await counter.test.ask(
                .post, "/api/v1/cases/\(id)/transfer", by: counter.identity(.leader), headers, body: Data(counter.body(.transfer).utf8))
            #expect(answer.status == .ok, "\(answer.text)")
        }
        #expect(try await requests(of: counter.foreign, counter).count == 1)
    }

    @Test func nothingHappensWhereTheReceiverOrTheGroundIsWrong() async throws {
        let counter = try await Counter.open()
        let id = try await counter.caseIn(.assigned)
        let wrong = [
            #"{"organisation": "\#(counter.centre)", "ground": "outside_territory"}"#: "/organisation",
            #"{"organisation": "\#(OrganisationID(at: Date()))", "ground": "outside_territory"}"#: "/organisation",
            // A ground of participating organisations.
            #"{"organisation": "\#(counter.foreign)", "ground": "contract_ended"}"#: "/ground",
        ]
        for (body, pointer) in wrong {
            let answer = try await counter.ask(
                .post, "/api/v1/cases/\(id)/transfer", body, by: counter.identity(.leader), match: counter.version(id),
                expecting: .unprocessableContent)
            #expect(answer.text.contains(pointer), "\(answer.text)")
        }
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/transfer", counter.body(.transfer), by: counter.identity(.leader, of: counter.foreign),
            match: counter.version(id), expecting: .notFound)
        #expect(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["status"]?.text == "assigned")
        #expect(try await requests(of: counter.foreign, counter).isEmpty)
    }

    @Test func aRequestIsPassedOnByName() async throws {
        let counter = try await Counter.open()
        let id = try #require(try await counter.post(counter.request(["decision": NSNull()])).tree["id"]?.text)
        let sent = try await counter.send(
            "/requests/\(id)/transfer",
            [
                "form_key": UUID().text, "version": "1", "reason": "outside_territory", "organisation": counter.foreign.description,
                "note": "Cư trú tỉnh khác",
            ])
        #expect(sent.status == .seeOther, "\(sent.text)")
        let found = try await requests(of: counter.foreign, counter)
        #expect(found.count == 1)
        let seen = try await counter.ask(.get, "/api/v1/requests/\(id)").tree
        #expect(seen["status"]?.text == "transferred" && seen["departure"]?["request"]?.text == found.first?["id"]?.text)
        let again = try await counter.ask(
            .post, "/api/v1/requests/\(id)/transfer", #"{"reason": "outside_territory", "organisation": "\#(counter.foreign)"}"#,
            match: 2, expecting: .conflict)
        #expect(again.text.contains("Đã chuyển"))
    }
}
