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

/// Proofs that come after acceptance at once (circular 12/2018, Điều 6).
@Suite struct ProofTests {
    private func attach(_ kind: String, to id: CaseID, _ counter: Counter, as attachment: AttachmentID = AttachmentID(at: Date()))
        async throws
    {
        try await counter.test.hear(
            AttachmentStored(
                attachment: attachment, case: id, organisation: counter.centre, kind: kind, size: 1,
                sha256: String(repeating: "0", count: 64), occurredAt: Date(), recordedAt: Date()))
    }

    private func open(_ changes: [String: Any] = [:], client: [String: Any] = [:]) async throws -> (Counter, CaseID, String) {
        let counter = try await Counter.open()
        let id = try await counter.accept(changes, client: client)
        try await counter.announce(id)
        let request = try #require(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["request"]?.text)
        return (counter, id, "/api/v1/requests/\(request)")
    }

    @Test func theClockBeginsWithTheEntryInTheRegister() async throws {
        let (counter, id, request) = try await open(["at_once_ground": "avoid_harm"])
        let house = counter.test.house
        let due = house.rules.calendar.adding(workingDays: 5, to: house.clock.today)
        let found = try await counter.ask(.get, request).tree
        #expect(found["proof"]?["due_on"]?.text == due.description)
        #expect(found["at_once_ground"]?.text == "avoid_harm" && found["force_majeure"] == .bool(false))
        for page in ["/cases/\(id)", request.replacing("/api/v1", with: "")] {
            let text = try await counter.ask(.get, page).text
            #expect(text.contains("Giấy tờ chứng minh phải có trước hết ngày") && text.contains("Để tránh gây thiệt hại"), "\(page)")
        }
    }

    @Test func aGroundOfAcceptanceAtOnceHastensTheNamingOfAHelper() async throws {
        for (ground, isAtOnce) in [("avoid_harm", true), ("hearing_near", true), (nil, false)] as [(String?, Bool)] {
            let changes: [String: Any] = ground.map { ["at_once_ground": $0] } ?? [:]
            let (counter, _, _) = try await open(changes)
            #expect(try await counter.test.told(CaseOpened.self).last?.acceptedAtOnce == isAtOnce, "\(ground ?? "none")")
        }
    }

    @Test func itIsTenDaysFarOffAndUnderForceMajeure() async throws {
        let changes: [([String: Any], [String: Any])] = [
            (["force_majeure": true], [:]), ([:], ["residence": ["province": "08", "especially_difficult": true]]),
        ]
        for (changes, client) in changes {
            let (counter, _, request) = try await open(changes, client: client)
            let house = counter.test.house
            let due = house.rules.calendar.adding(workingDays: 10, to: house.clock.today)
            #expect(try await counter.ask(.get, request).tree["proof"]?["due_on"]?.text == due.description)
        }
    }

    @Test func whatWasEnteredLateIsStillDueFromItsEntry() async throws {
        let (counter, _, request) = try await open(["received_at": "2026-01-05T02:00:00Z"])
        let house = counter.test.house
        let due = house.rules.calendar.adding(workingDays: 5, to: house.clock.today)
        #expect(try await counter.ask(.get, request).tree["proof"]?["due_on"]?.text == due.description)
    }

    @Test func withTheProofShownNothingIsAwaited() async throws {
        let (counter, id, request) = try await open(["papers": ["poor_household_certificate"]])
        #expect(try await counter.ask(.get, request).tree["proof"]?["due_on"]?.text == nil)
        #expect(!(try await counter.ask(.get, "/cases/\(id)").text.contains("Giấy tờ chứng minh phải có")))
    }

    @Test func aProofThatComesHasEligibilityDecidedAgainBesideTheOldDecision() async throws {
        let (counter, id, request) = try await open()
        let attachment = AttachmentID(at: Date())
        try await attach("poor_household_certificate", to: id, counter, as: attachment)
        let found = try await counter.ask(.get, request).tree
        #expect(found["eligibility"]?["categories"]?.list.first?["state"]?.text == "met")
        #expect(found["proof"]?["present"] == .bool(true) && found["papers"]?.list.compactMap(\.text) == ["poor_household_certificate"])
        let former = try #require(found["former_decisions"]?.list)
        #expect(former.count == 1 && former[0]["attachment"]?.text == attachment.description)
        #expect(former[0]["decision"]?["categories"]?.list.first?["state"]?.text == "unproven")
        let page = try await counter.ask(.get, request.replacing("/api/v1", with: "")).text
        #expect(page.contains("Các lần xác định diện trước") && page.contains("chưa được chứng minh"))
        #expect(!page.contains("Giấy tờ chứng minh phải có"))
        #expect(try await counter.ask(.get, "/cases/\(id)").text.contains("Xác định lại diện người được trợ giúp pháp lý"))
    }

    @Test func halfOfAProofDecidesAgainAndStopsNoClock() async throws {
        let (counter, id, request) = try await open(["categories": ["hiv"]])
        try await attach("hiv_confirmation", to: id, counter)
        var found = try await counter.ask(.get, request).tree
        #expect(found["proof"]?["present"] == .bool(false) && found["former_decisions"]?.list.count == 1)
        #expect(found["eligibility"]?["categories"]?.list.first?["owed"]?.list.count == 1)
        try await attach("near_poor_certificate", to: id, counter)
        found = try await counter.ask(.get, request).tree
        #expect(found["proof"]?["present"] == .bool(true) && found["former_decisions"]?.list.count == 2)
    }

    @Test func theSamePaperTwiceDecidesOnce() async throws {
        let (counter, id, request) = try await open(["categories": ["hiv"]])
        try await attach("hiv_confirmation", to: id, counter)
        try await attach("hiv_confirmation", to: id, counter)
        #expect(try await counter.ask(.get, request).tree["former_decisions"]?.list.count == 1)
    }

    @Test func aPaperHandedInAsTheProofItselfIsOneOfPoint33_15() async throws {
        let (counter, id, request) = try await open()
        try await attach("eligibility_proof", to: id, counter)
        let found = try await counter.ask(.get, request).tree
        #expect(found["proof"]?["present"] == .bool(true) && found["papers"]?.list.compactMap(\.text) == ["other_proof"])
    }

    @Test func whatIsLateStandsInTheListAndOnThePage() async throws {
        let (counter, id, _) = try await open()
        try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.execute(
                "update dossier_papers set due_on = '2020-01-01' where case_id = \(id) and kind = 'eligibility_proof'")
            try await transaction.execute("update cases set papers_due_on = '2020-01-01' where id = \(id)")
        }
        let late = try await counter.ask(.get, "/api/v1/cases?need=papers_late").tree
        #expect(late["items"]?.list.compactMap { $0["id"]?.text } == [id.description])
        #expect(try await counter.ask(.get, "/cases/\(id)").text.contains("Đã quá hạn bổ sung giấy tờ chứng minh"))
    }

    /// Circular 12/2018, Điều 6.2: the days go on while the work rests.
    @Test func circular12_2018_article6_2_whatIsLateShowsWhileTheWorkRests() async throws {
        let (counter, id, _) = try await open(["at_once_ground": "avoid_harm"])
        let helper = HelperID(at: Date())
        try await counter.assign(id, to: helper)
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/suspension", #"{"date": "\#(counter.test.house.clock.today)", "ground": "awaiting_client"}"#,
            by: counter.identity(.leader), match: counter.version(id))
        let own = counter.identity(.helper, helper: helper)
        #expect(try await counter.ask(.get, "/cases/\(id)").text.contains("Giấy tờ chứng minh phải có trước hết ngày"))
        #expect(try await !counter.ask(.get, "/home/cases", by: own).text.contains("/cases/\(id)"))
        try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.execute(
                "update dossier_papers set due_on = '2020-01-01' where case_id = \(id) and kind = 'eligibility_proof'")
            try await transaction.execute("update cases set papers_due_on = '2020-01-01' where id = \(id)")
        }
        #expect(try await counter.ask(.get, "/cases/\(id)").text.contains("Đã quá hạn bổ sung giấy tờ chứng minh"))
        let home = try await counter.ask(.get, "/home/cases", by: own).text
        #expect(home.contains("/cases/\(id)") && home.contains("Giấy tờ quá hạn"))
    }

    @Test func aGroundThatIsNoneIsNamed() async throws {
        let counter = try await Counter.open()
        let answer = try await counter.post(try counter.request(["at_once_ground": "hurry"]))
        #expect(answer.status == .unprocessableContent && answer.text.contains("/at_once_ground"))
    }
}
