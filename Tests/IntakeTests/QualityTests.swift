import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import Rules
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Appraisal by the centre, evaluation by Sở and Cục (circular 12/2018, Điều 14–17).
@Suite struct QualityTests {
    private static let full = [
        "lawful": 10.0, "informing": 10, "timing": 10, "fitting": 5, "evidence": 10, "research": 20, "taking_part": 20, "dossier": 5,
        "satisfaction": 10,
    ]

    private func body(_ changes: [String: Double] = [:], _ more: [String: Any] = [:]) throws -> String {
        let points = Self.full.merging(changes) { $1 }
        return String(decoding: try JSONSerialization.data(withJSONObject: ["points": points].merging(more) { $1 }), as: UTF8.self)
    }

    private func reviewer(_ name: String, _ counter: Counter, _ role: Role = .leader) -> Identity {
        Identity(
            subject: "account-\(name)", name: name, role: role, organisation: role == .province ? nil : counter.centre,
            province: role == .province ? "08" : nil, jti: UUID().uuidString)
    }

    private func finished(_ counter: Counter, helper: HelperID = HelperID(at: Date()), _ changes: [String: Any] = [:]) async throws
        -> CaseID
    {
        let id = try await counter.accept(changes)
        try await counter.announce(id)
        try await counter.assign(id, to: helper, name: "Lò Văn Páo")
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/completion",
            #"{"date": "\#(counter.test.house.clock.today)", "missing_papers_reason": "Tòa án giữ bản gốc"}"#,
            by: counter.identity(.leader))
        return id
    }

    @Test func anAppraisalGradesAFinishedCase() async throws {
        let counter = try await Counter.open()
        let open = try await counter.accept()
        try await counter.announce(open)
        try await counter.ask(.post, "/api/v1/cases/\(open)/appraisals", try body(), expecting: .conflict)
        let id = try await finished(counter)
        let over = try await counter.ask(
            .post, "/api/v1/cases/\(id)/appraisals", try body(["research": 20.5, "lawful": -1]), expecting: .unprocessableContent)
        #expect(Set(over.tree["errors"]?.list.compactMap { $0["pointer"]?.text } ?? []) == ["/points/research", "/points/lawful"])
        let done = try await counter.ask(.post, "/api/v1/cases/\(id)/appraisals", try body(["research": 7.5]), expecting: .created)
        let round = try #require(done.tree["rounds"]?.list.first)
        #expect(round["grade"]?.text == "fair" && round["closed"] == .bool(true))
        let told = try #require(try await counter.test.told(QualityRecorded.self).first)
        #expect(told.total == 87.5 && told.grade == "fair" && told.kind == "appraisal" && told.case == id)
        // A prohibited act fails, whatever the score.
        try await counter.ask(.post, "/api/v1/cases/\(id)/appraisals", try body([:], ["breach": true]), expecting: .created)
        #expect(try await counter.test.told(QualityRecorded.self).last?.grade == "fail")
        let page = try await counter.ask(.get, "/quality").text
        #expect(page.contains("Chất lượng khá") && page.contains("Lò Văn Páo"))
    }

    @Test func theSecondReviewerIsBlindUntilBothAreIn() async throws {
        let counter = try await Counter.open()
        let id = try await finished(counter)
        let (first, second) = (reviewer("Hoàng Thị Một", counter), reviewer("Vi Văn Hai", counter))
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/appraisals", try body(["research": 3], ["second": true, "note": "NHẬN XÉT KÍN"]), by: first,
            expecting: .created)
        for caller in [second, counter.identity(.administrator), reviewer("Sở", counter, .province)] {
            let seen = try await counter.ask(.get, "/api/v1/cases/\(id)/quality", by: caller)
            #expect(seen.tree["rounds"]?.list.first?["reviews"]?.list.isEmpty == true && !seen.text.contains("NHẬN XÉT KÍN"))
            #expect(try await !counter.ask(.get, "/cases/\(id)/quality", by: caller).text.contains("NHẬN XÉT KÍN"))
            #expect(try await counter.ask(.get, "/api/v1/quality", by: caller).tree["items"]?.list.isEmpty == true)
        }
        #expect(try await counter.test.told(QualityRecorded.self).isEmpty)
        // The first cannot be the second too.
        try await counter.ask(.post, "/api/v1/cases/\(id)/appraisals", try body(), by: first, expecting: .conflict)
        let done = try await counter.ask(.post, "/api/v1/cases/\(id)/appraisals", try body(), by: second, expecting: .created)
        let round = try #require(done.tree["rounds"]?.list.first)
        #expect(round["reviews"]?.list.count == 2 && done.text.contains("NHẬN XÉT KÍN"))
        #expect(round["agreement"]?["same_grade"]?.text == nil && round["grade"]?.text == "good")
        #expect(try await counter.test.told(QualityRecorded.self).map(\.total) == [91.5])
        let agreement = try await counter.ask(.get, "/api/v1/quality/agreement").tree
        #expect(agreement["rounds"]?.integer == 1)
        #expect(agreement["criteria"]?.list.count == 9)
    }

    @Test func theHelperRepliesOnceAndScoresNothing() async throws {
        let counter = try await Counter.open()
        let helper = HelperID(at: Date())
        let id = try await finished(counter, helper: helper)
        let done = try await counter.ask(.post, "/api/v1/cases/\(id)/appraisals", try body(), expecting: .created)
        let round = try #require(done.tree["rounds"]?.list.first?["id"]?.text)
        let own = counter.identity(.helper, helper: helper)
        try await counter.ask(.post, "/api/v1/cases/\(id)/appraisals", try body(), by: own, expecting: .forbidden)
        let place = "/api/v1/cases/\(id)/quality/\(round)/reply"
        let stranger = counter.identity(.helper, helper: HelperID(at: Date()))
        try await counter.ask(.post, place, #"{"text": "Không đồng ý"}"#, by: stranger, expecting: .notFound)
        try await counter.ask(.post, place, #"{"text": "Tòa án hoãn ba lần"}"#, by: own, expecting: .created)
        try await counter.ask(.post, place, #"{"text": "Nữa"}"#, by: own, expecting: .conflict)
        #expect(try await counter.ask(.get, "/cases/\(id)/quality", by: own).text.contains("Tòa án hoãn ba lần"))
    }

    @Test func aPlanDrawsEachCaseOnceAndItsSampleComesAgain() async throws {
        let counter = try await Counter.open()
        let helpers = [HelperID(at: Date()), HelperID(at: Date())]
        var ids: [CaseID] = []
        for number in 0..<5 { ids.append(try await finished(counter, helper: helpers[number % 2])) }
        let advice = try await finished(counter, ["form": "advice"])
        let today = counter.test.house.clock.today
        let plan = #"{"title": "Kế hoạch thử", "from": "\#(today)", "to": "\#(today)", "percent": 20, "seed": "gieo"}"#
        let overseer = reviewer("Sở", counter, .province)
        try await counter.ask(.post, "/api/v1/evaluation-plans", plan, by: counter.identity(.leader), expecting: .forbidden)
        let made = try await counter.ask(.post, "/api/v1/evaluation-plans", plan, by: overseer, expecting: .created)
        let place = "/api/v1/evaluation-plans/\(try #require(made.tree["id"]?.text))"
        let first = try await counter.ask(.get, place, by: overseer).tree
        let population = first["population"]?.list ?? []
        #expect(Set(population.compactMap { $0["case"]?.text }) == Set(ids.map(\.description)) && first["reproduced"] == .bool(true))
        let drawn = population.filter { $0["drawn"]?.integer != nil }
        #expect(drawn.count == 2 && Set(drawn.compactMap { $0["helper"]?.text }) == Set(helpers.map(\.description)))
        // A second plan draws from the rest.
        let again = try await counter.ask(.post, "/api/v1/evaluation-plans", plan, by: overseer, expecting: .created)
        let second = try await counter.ask(.get, "/api/v1/evaluation-plans/\(try #require(again.tree["id"]?.text))", by: overseer).tree
        let later = Set((second["population"]?.list ?? []).compactMap { $0["case"]?.text })
        #expect(later.count == 3 && later.isDisjoint(with: drawn.compactMap { $0["case"]?.text }))
        // What was drawn is evaluated once by plan; what was not is not; advice never.
        let chosen = try #require(drawn.first?["case"]?.text)
        try await counter.ask(.post, "/api/v1/cases/\(chosen)/evaluations", try body(), by: overseer, expecting: .created)
        try await counter.ask(.post, "/api/v1/cases/\(chosen)/evaluations", try body(), by: overseer, expecting: .conflict)
        try await counter.ask(.post, "/api/v1/cases/\(advice)/evaluations", "{}", by: overseer, expecting: .unprocessableContent)
        try await counter.ask(
            .post, "/api/v1/cases/\(chosen)/evaluations", try body(), by: counter.identity(.leader), expecting: .forbidden)
        // Another province sees neither plan nor case.
        let other = Identity(subject: "account-91", name: "Sở 91", role: .province, province: "91", jti: UUID().uuidString)
        try await counter.ask(.get, place, by: other, expecting: .notFound)
        try await counter.ask(.post, "/api/v1/cases/\(chosen)/evaluations", try body(), by: other, expecting: .notFound)
        #expect(try await counter.ask(.get, "/quality/plans/\(place.suffix(36))", by: overseer).text.contains("ra đúng mẫu này"))
    }

    @Test func severalCriteriaOfSuccessOrNone() async throws {
        let counter = try await Counter.open()
        let id = try await finished(counter, ["field": "criminal"])
        let place = "/api/v1/cases/\(id)/success"
        try await counter.ask(.post, place, #"{"criteria": ["DS"]}"#, expecting: .unprocessableContent)
        let both = try await counter.ask(.post, place, #"{"criteria": ["TC01", "TC03"]}"#, expecting: .created)
        #expect(both.tree["success"]?["criteria"]?.list.compactMap(\.text) == ["TC01", "TC03"])
        #expect(try await counter.ask(.get, "/cases/\(id)/quality").text.contains("TC03 – Đình chỉ điều tra"))
        try await counter.ask(.post, place, #"{"criteria": []}"#, expecting: .created)
        #expect(try await counter.ask(.get, "/cases/\(id)/quality").text.contains("Không đạt tiêu chí nào"))
    }

    @Test func article14() async throws {
        let counter = try await Counter.open()
        let id = try await finished(counter)
        let path = "/api/v1/cases/\(id)/success"
        func found() async throws -> JSONValue? { try await counter.ask(.get, "/api/v1/cases/\(id)/quality").tree["success"] }
        try await counter.ask(.post, path, #"{"criteria": []}"#, expecting: .created)
        #expect(try await found()?["role"]?.text == "staff")
        // The Sở of its province finds it too (Điều 14.2), and the Cục (Điều 14.3); of another province it does not see the case.
        let department = reviewer("Sở Tư pháp (mẫu)", counter, .province)
        try await counter.ask(.post, path, #"{"criteria": [], "note": "Theo kế hoạch"}"#, by: department, expecting: .created)
        let theirs = try await found()
        #expect(theirs?["role"]?.text == "province" && theirs?["by"]?.text == "Sở Tư pháp (mẫu)")
        #expect(try await counter.ask(.get, "/cases/\(id)/quality", by: department).text.contains("/cases/\(id)/quality/success"))
        try await counter.ask(.post, path, #"{"criteria": []}"#, by: counter.identity(.ministry), expecting: .created)
        #expect(try await found()?["role"]?.text == "ministry")
        try await counter.ask(
            .post, path, #"{"criteria": []}"#, by: counter.identity(.helper, helper: HelperID(at: Date())), expecting: .forbidden)
        #expect(try await counter.test.audited("case.success-found") == 3)
    }
}
