import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Whom a centre helps: who lives in its province; others on a ground of Law 11/2017, Điều 26.1.
@Suite struct TerritoryTests {
    private func receive(_ counter: Counter, from province: String?) async throws -> String {
        let residence: [String: Any] = province.map { ["residence": ["province": $0]] } ?? [:]
        return try await counter.receive(client: residence)
    }

    @Test func article26_1WhoeverLivesElsewhereIsAcceptedOnAGroundThatIsKept() async throws {
        let counter = try await Counter.open()
        let id = try await receive(counter, from: "91")
        let page = try await counter.ask(.get, "/requests/\(id)").text
        #expect(page.contains("Người được trợ giúp cư trú ở tỉnh khác") && page.contains("name=\"territory\""))
        let refused = try await counter.ask(.post, "/api/v1/requests/\(id)/acceptance", "{}", match: 1, expecting: .unprocessableContent)
        #expect(refused.text.contains("/territory"), "\(refused.text)")
        let form = try await counter.send("/requests/\(id)/acceptance", ["version": "1", "form_key": UUID().text])
        #expect(form.status == .unprocessableContent && form.text.contains("acceptance-territory-error"), "\(form.text)")
        let accepted = try await counter.ask(.post, "/api/v1/requests/\(id)/acceptance", #"{"territory": "arose_here"}"#, match: 1).tree
        #expect(accepted["status"]?.text == "accepted" && accepted["territory"]?.text == "arose_here")
        let after = try await counter.ask(.get, "/requests/\(id)").text
        #expect(
            after.contains("Vụ việc trợ giúp pháp lý xảy ra tại địa phương") && !after.contains("Người được trợ giúp cư trú ở tỉnh khác"))
    }

    @Test(arguments: ["08", nil] as [String?])
    func whoeverLivesHereOrNobodyKnowsWhereNeedsNone(_ province: String?) async throws {
        let counter = try await Counter.open()
        let id = try await receive(counter, from: province)
        #expect(!(try await counter.ask(.get, "/requests/\(id)").text.contains("name=\"territory\"")))
        try await counter.ask(.post, "/api/v1/requests/\(id)/acceptance", "{}", match: 1)
    }

    @Test func atTheCounterTheGroundIsAskedForAndAProgramThatSaysNoneLeavesItOpen() async throws {
        let counter = try await Counter.open()
        let fields = counter.fields(["client.residence.province": "91", "decision": "accept"])
        let asked = try await counter.send(fields, by: counter.staff)
        #expect(asked.status == .unprocessableContent && asked.text.contains("territory-error"), "\(asked.text)")
        let kept = try await counter.send(fields.merging(["territory": "living_here"]) { $1 }, by: counter.staff)
        #expect(kept.status == .seeOther && kept.headers[.location]?.hasPrefix("/cases/") == true, "\(kept.text)")
        let other = try await counter.post(
            try counter.request(client: ["name": "Lò Văn Hặc", "residence": ["province": "91"]]))
        #expect(other.status == .created, "\(other.text)")
        let id = try #require(other.tree["id"]?.text)
        #expect(try await counter.ask(.get, "/requests/\(id)").text.contains("Người được trợ giúp cư trú ở tỉnh khác"))
    }

    @Test func article35_1WhatAnotherCentrePassedOnIsHereAsTheCompetentOne() async throws {
        let counter = try await Counter.open()
        let sent = try await receive(counter, from: "08")
        try await counter.ask(
            .post, "/api/v1/requests/\(sent)/transfer", #"{"reason": "outside_territory", "organisation": "\#(counter.foreign)"}"#, match: 1
        )
        let there = counter.identity(.staff, of: counter.foreign)
        let id = try #require(
            try await counter.ask(.get, "/api/v1/requests/\(sent)").tree["departure"]?["request"]?.text)
        let accepted = try await counter.ask(.post, "/api/v1/requests/\(id)/acceptance", "{}", by: there, match: 1).tree
        #expect(accepted["territory"]?.text == "passed_on_here")
    }

    @Test func article35GroundsAndReceiversAreThoseOfTheKindOfOrganisation() async throws {
        let counter = try await Counter.open()
        let id = try await receive(counter, from: nil)
        let wrong = [
            // A ground of participating organisations; a branch of the same province is no other territory.
            #"{"reason": "insufficient_resources"}"#: "/reason",
            #"{"reason": "outside_territory", "organisation": "\#(counter.branch)"}"#: "/organisation",
        ]
        for (body, pointer) in wrong {
            let answer = try await counter.ask(
                .post, "/api/v1/requests/\(id)/transfer", body, match: 1, expecting: .unprocessableContent)
            #expect(answer.text.contains(pointer), "\(answer.text)")
        }
        let page = try await counter.ask(.get, "/requests/\(id)").text
        #expect(page.contains(counter.foreign.description) && !page.contains(counter.branch.description))
    }

    @Test func article47NothingIsReceivedBeforeTheLaw() async throws {
        let counter = try await Counter.open()
        let answer = try await counter.post(try counter.request(["received_at": "2017-12-31T16:59:59Z"]))
        #expect(answer.status == .unprocessableContent && answer.text.contains("before_the_law"), "\(answer.text)")
        #expect(try await counter.post(try counter.request(["received_at": "2018-11-02T02:00:00Z"])).status == .created)
    }

    @Test func aDayOfReceptionLongAgoIsConfirmedAtTheCounter() async throws {
        let counter = try await Counter.open()
        let day = LegalDate(counter.test.clock.wall.now.addingTimeInterval(-90 * 86_400))
        let fields = counter.fields([
            "received_at.date.day": "\(day.day)", "received_at.date.month": "\(day.month)", "received_at.date.year": "\(day.year)",
        ])
        let asked = try await counter.send(fields, by: counter.staff)
        #expect(asked.status == .unprocessableContent && asked.text.contains("name=\"received_long_ago\""), "\(asked.text)")
        let kept = try await counter.send(fields.merging(["received_long_ago": "true"]) { $1 }, by: counter.staff)
        #expect(kept.status == .seeOther, "\(kept.text)")
    }
}
