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

    /// Passes a case on; what it is at the receiver.
    private func passOn(_ counter: Counter) async throws -> (case: CaseID, request: String) {
        let id = try await counter.caseIn(.assigned)
        #expect(try await counter.move(id, .transfer).status == .ok)
        return (id, try #require(try await requests(of: counter.foreign, counter).first?["id"]?.text))
    }

    private func answer(_ id: CaseID, _ counter: Counter) async throws -> JSONValue? {
        try await counter.ask(.get, "/api/v1/cases/\(id)").tree["transfer"]?["answer"]
    }

    private func entries(_ id: CaseID, _ counter: Counter) async throws -> [JSONValue] {
        try await counter.ask(.get, "/api/v1/cases/\(id)/timeline").tree["items"]?.list.filter {
            $0["kind"]?.text == "transfer_answered"
        } ?? []
    }

    @Test func theSenderHearsUnderWhichCodeItWasAccepted() async throws {
        let counter = try await Counter.open()
        let (id, new) = try await passOn(counter)
        let there = counter.identity(.leader, of: counter.foreign)
        #expect(try await counter.ask(.get, "/cases/\(id)/state", by: counter.identity(.leader)).text.contains("chưa quyết định"))
        let opened = try await counter.ask(.post, "/api/v1/requests/\(new)/acceptance", "{}", by: there, match: 1).tree["case"]
        let told = try #require(try await counter.test.told(TransferAnswered.self).first)
        #expect(told.origin == id && told.outcome == .registered && told.case?.description == opened?["id"]?.text && told.passing == 1)
        // Not before the message has come; then once, however often it comes.
        #expect(try await answer(id, counter)?["outcome"] == nil)
        for _ in 0..<2 { try await counter.test.hear(told) }
        let found = try await answer(id, counter)
        #expect(found?["outcome"]?.text == "registered" && found?["code"]?.text == opened?["code"]?.text)
        #expect(try await entries(id, counter).count == 1)
        let code = try #require(opened?["code"]?.text)
        #expect(try await counter.ask(.get, "/cases/\(id)/state", by: counter.identity(.leader)).text.contains(code))
        #expect(try await counter.ask(.get, "/cases/\(id)").text.contains(code))
        // That, and nothing of what the receiver holds.
        try await counter.ask(.get, "/api/v1/cases/\(try #require(opened?["id"]?.text))", expecting: .notFound)
        try await counter.ask(.get, "/api/v1/requests/\(new)", expecting: .notFound)
        let versions = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select told from requests where id = \(told.request)", as: Int.self)
        }
        #expect(versions == 2)
    }

    @Test func theSenderHearsOfARefusal() async throws {
        let counter = try await Counter.open()
        let (id, new) = try await passOn(counter)
        try await counter.ask(
            .post, "/api/v1/requests/\(new)/refusal", #"{"reason": "not_eligible", "note": "Bí mật của nơi nhận"}"#,
            by: counter.identity(.leader, of: counter.foreign), match: 1)
        let told = try #require(try await counter.test.told(TransferAnswered.self).first)
        try await counter.test.hear(told, version: 3)
        #expect(try await answer(id, counter)?["outcome"]?.text == "refused")
        let page = try await counter.ask(.get, "/cases/\(id)/state", by: counter.identity(.leader)).text
        #expect(page.contains("đã từ chối") && !page.contains("Bí mật của nơi nhận"))
        let versions = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select told from requests where id = \(told.request)", as: Int.self)
        }
        #expect(versions == 3)
    }

    @Test func whatIsPassedOnAgainTakesItsPapersAndItsOriginAlong() async throws {
        let counter = try await Counter.open()
        let (id, new) = try await passOn(counter)
        let there = counter.identity(.leader, of: counter.foreign)
        try await counter.ask(
            .post, "/api/v1/requests/\(new)/transfer", #"{"reason": "outside_territory", "organisation": "\#(counter.branch)"}"#, by: there,
            match: 1)
        let told = try #require(try await counter.test.told(TransferAnswered.self).first)
        #expect(told.outcome == .passedOn && told.receiver == counter.branch && told.receiverProvince == "08" && told.origin == id)
        try await counter.test.hear(told)
        #expect(try await answer(id, counter)?["to"]?.text == "CN1 (mẫu)")
        let next = try #require(told.next)
        let branch = counter.identity(.branchLeader, of: counter.branch)
        let opened = try await counter.ask(.post, "/api/v1/requests/\(next)/acceptance", "{}", by: branch, match: 1).tree["case"]
        let last = try #require(try await counter.test.told(TransferAnswered.self).last)
        #expect(last.origin == id && last.passing == 2 && last.outcome == .registered && last.code == opened?["code"]?.text)
        try await counter.test.hear(last)
        let departure = try await counter.ask(.get, "/api/v1/requests/\(new)", by: there).tree["departure"]
        #expect(departure?["answer"]?["code"]?.text == opened?["code"]?.text)
        // The first sender hears what became of it then too, and nothing more.
        let transfer = try await counter.ask(.get, "/api/v1/cases/\(id)").tree["transfer"]
        #expect(transfer?["answer"]?["outcome"]?.text == "passed_on" && transfer?["later"]?["outcome"]?.text == "registered")
        #expect(transfer?["later"]?["by"]?.text == "CN1 (mẫu)" && transfer?["later"]?["code"]?.text == opened?["code"]?.text)
        let code = try #require(opened?["code"]?.text)
        #expect(try await counter.ask(.get, "/cases/\(id)/state", by: counter.identity(.leader)).text.contains("CN1 (mẫu) đã thụ lý"))
        #expect(try await entries(id, counter).map { $0["details"]?["code"]?.text } == [nil, code])
        #expect(departure?["later"] == nil || departure?["later"] == .null)
    }

    @Test func whatIsToldOfAnEarlierStepComesLateAndHidesNothing() async throws {
        let counter = try await Counter.open()
        let (id, new) = try await passOn(counter)
        try await counter.ask(
            .post, "/api/v1/requests/\(new)/transfer", #"{"reason": "outside_territory", "organisation": "\#(counter.branch)"}"#,
            by: counter.identity(.leader, of: counter.foreign), match: 1)
        let first = try #require(try await counter.test.told(TransferAnswered.self).first)
        let branch = counter.identity(.branchLeader, of: counter.branch)
        try await counter.ask(
            .post, "/api/v1/requests/\(try #require(first.next))/transfer",
            #"{"reason": "outside_territory", "organisation": "\#(counter.foreign)"}"#, by: branch, match: 1)
        let second = try #require(try await counter.test.told(TransferAnswered.self).last)
        try await counter.ask(
            .post, "/api/v1/requests/\(try #require(second.next))/refusal", #"{"reason": "not_eligible", "note": "Bí mật"}"#,
            by: counter.identity(.leader, of: counter.foreign), match: 1)
        let third = try #require(try await counter.test.told(TransferAnswered.self).last)
        for told in [third, second, first, second] { try await counter.test.hear(told) }
        let transfer = try await counter.ask(.get, "/api/v1/cases/\(id)").tree["transfer"]
        #expect(transfer?["later"]?["outcome"]?.text == "refused" && transfer?["answer"]?["to"]?.text == "CN1 (mẫu)")
        #expect(try await entries(id, counter).count == 3)
    }

    @Test func aRequestThatNobodyPassedOnIsAnsweredToNobody() async throws {
        let counter = try await Counter.open()
        let id = try #require(try await counter.post(counter.request(["decision": NSNull()])).tree["id"]?.text)
        try await counter.ask(.post, "/api/v1/requests/\(id)/acceptance", "{}", match: 1)
        #expect(try await counter.test.told(TransferAnswered.self).isEmpty)
    }
}
