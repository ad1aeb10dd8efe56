import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// What a dossier lacks: papers of the end once the work is at its end (circular 12/2018, Điều 11).
@Suite struct DossierTests {
    private func figures(_ id: CaseID, _ counter: Counter) async throws -> (required: Int?, present: Int?, missing: Int?) {
        let view = try await counter.test.ask(.get, "/api/v1/cases/\(id)", by: counter.staff)
        let dossier = view.tree["dossier"]
        func number(_ key: String) -> Int? { dossier?[key]?.integer }
        let missing = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select missing_papers from cases where id = \(id)", as: Int.self)
        }
        return (number("required"), number("present"), missing)
    }

    private func store(_ kind: String, for id: CaseID, _ counter: Counter) async throws {
        try await counter.test.hear(
            AttachmentStored(
                attachment: AttachmentID(at: Date()), case: id, organisation: counter.centre, kind: kind, size: 1,
                sha256: String(repeating: "0", count: 64), occurredAt: Date(), recordedAt: Date()))
    }

    private func end(_ id: CaseID, _ path: String, _ body: String, _ counter: Counter, by identity: Identity? = nil) async throws {
        let answer = try await counter.test.ask(
            .post, "/api/v1/cases/\(id)/\(path)", by: identity ?? counter.staff, [.ifMatch: "*"], body: Data(body.utf8))
        #expect(answer.status == .ok, "\(answer.text)")
    }

    @Test func papersOfTheEndAreAskedForAtTheEnd() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        // Application, proof, documents, decision, work; the brief, the court's papers and the opinion slip are not due.
        #expect(try await figures(id, counter) == (5, 0, 5))
        for kind in ["application", "eligibility_proof", "related_document", "assignment_decision", "work_record"] {
            try await store(kind, for: id, counter)
        }
        #expect(try await figures(id, counter) == (5, 5, 0))
        let page = try await counter.test.ask(.get, "/cases/\(id)", by: counter.staff)
        #expect(page.text.contains("Khi kết thúc vụ việc") && !page.text.contains("Còn thiếu"))
        // One that is there early counts.
        try await store("brief", for: id, counter)
        #expect(try await figures(id, counter) == (6, 6, 0))
        try await end(id, "completion", #"{"date": "\#(counter.test.house.clock.today)"}"#, counter)
        #expect(try await figures(id, counter) == (8, 6, 2))
        let told = try await counter.test.told(DossierChanged.self)
        #expect(told.first?.missing.contains("opinion_slip") == false)
        #expect(told.last?.missing == ["procedural_document", "opinion_slip"])
        #expect(try await counter.test.ask(.get, "/cases/\(id)", by: counter.staff).text.contains("Còn thiếu"))
    }

    @Test func ofWhatWasStoppedTheyNeverAre() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        try await end(id, "stop", #"{"date": "\#(counter.test.house.clock.today)", "ground": "withdrawn"}"#, counter)
        // The notice that says so is asked for; the brief and the court's papers are not.
        #expect(try await figures(id, counter) == (6, 0, 6))
        #expect(try await counter.test.told(DossierChanged.self).last?.missing.contains("stop_notice") == true)
        try await store("stop_notice", for: id, counter)
        try await end(id, "handover", #"{"missing_papers_reason": "Khách hàng không nộp giấy tờ"}"#, counter, by: counter.identity(.leader))
        #expect(try await figures(id, counter) == (6, 1, 5))
    }

    @Test func versionsOfACaseAreToldWithoutAGap() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        let reason = "Tòa án giữ bản gốc, sẽ bổ sung sau"
        try await end(
            id, "completion", #"{"date": "\#(counter.test.house.clock.today)", "missing_papers_reason": "\#(reason)"}"#, counter,
            by: counter.identity(.leader))
        try await end(id, "handover", #"{"missing_papers_reason": "\#(reason)"}"#, counter, by: counter.identity(.leader))
        let versions = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select version from outbox where aggregate = \(id.uuid) order by position").map {
                try $0.get("version", as: Int.self)
            }
        }
        #expect(versions == Array(1...versions.count) && versions.count == 5)
    }

    @Test func theEndIsHeldBackByEachPaperThatIsMissing() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        for kind in ["application", "eligibility_proof", "assignment_decision"] { try await store(kind, for: id, counter) }
        let date = #"{"date": "\#(counter.test.house.clock.today)"}"#
        let answer = try await counter.ask(.post, "/api/v1/cases/\(id)/completion", date, expecting: .conflict)
        #expect(answer.tree["errors"]?.list.compactMap { $0["pointer"]?.text } == ["/dossier/related_document", "/dossier/work_record"])
        #expect(answer.tree["errors"]?.list.allSatisfy { $0["code"]?.text == "paper_missing" } == true)
        #expect(answer.text.contains("người được trợ giúp pháp lý nộp") && answer.text.contains("người thực hiện nộp"))
        #expect(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["status"]?.text == "registered")
        for kind in ["related_document", "work_record"] { try await store(kind, for: id, counter) }
        try await counter.ask(.post, "/api/v1/cases/\(id)/completion", date)
        #expect(try await counter.test.told(CaseFinished.self).first?.waivedPapers == nil)
    }

    @Test func whoLeadsMayRecordWhyPapersAreMissing() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        let body = #"{"date": "\#(counter.test.house.clock.today)", "missing_papers_reason": "Tòa án giữ bản gốc"}"#
        try await counter.ask(.post, "/api/v1/cases/\(id)/completion", body, expecting: .forbidden)
        try await counter.ask(.post, "/api/v1/cases/\(id)/completion", body, by: counter.identity(.leader))
        let waiver = try await counter.ask(.get, "/api/v1/cases/\(id)").tree["dossier"]?["waiver"]
        #expect(waiver?["reason"]?.text == "Tòa án giữ bản gốc" && waiver?["kinds"]?.list.count == 5)
        let told = try #require(try await counter.test.told(CaseFinished.self).first)
        #expect(told.waivedReason == "Tòa án giữ bản gốc" && told.waivedPapers?.contains("work_record") == true)
        #expect(try await counter.test.audited("case.papers-waived") == 1)
        let page = try await counter.ask(.get, "/cases/\(id)").text
        #expect(page.contains("Cho qua khi hồ sơ còn thiếu giấy tờ") && page.contains("Lý do: Tòa án giữ bản gốc"))
    }

    @Test func thePageNamesEachMissingPaperAndOffersTheReasonToWhoLeads() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        let today = counter.test.house.clock.today
        let fields = ["date.day": "\(today.day)", "date.month": "\(today.month)", "date.year": "\(today.year)"]
        let refused = try await counter.send("/cases/\(id)/completion", fields.merging(counter.seen(id)) { $1 })
        #expect(refused.status == .conflict)
        #expect(refused.text.contains("Còn thiếu: Đơn yêu cầu trợ giúp pháp lý") && !refused.text.contains("missing_papers_reason"))
        let leader = counter.identity(.leader)
        #expect(try await counter.test.ask(.get, "/cases/\(id)", by: leader).text.contains("missing_papers_reason"))
        let done = try await counter.send(
            "/cases/\(id)/completion",
            fields.merging(["missing_papers_reason": "Tòa án giữ bản gốc"]) { $1 }.merging(counter.seen(id)) { $1 }, by: leader)
        #expect(done.status == .seeOther)
    }

    @Test func aNewHelperAfterADecisionNeedsADecisionOnTheChange() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        try await counter.assign(id, to: HelperID(at: Date()))
        try await counter.assign(id, to: HelperID(at: Date()), version: 2)
        #expect(try await figures(id, counter).required == 5)
        try await counter.test.hear(
            DecisionIssued(
                case: id, organisation: counter.centre, helper: HelperID(at: Date()), number: "12/QĐ-TGPL",
                date: counter.test.house.clock.today, signer: "Giám đốc (mẫu)", occurredAt: Date(), recordedAt: Date()), version: 3)
        try await counter.assign(id, to: HelperID(at: Date()), version: 4)
        #expect(try await figures(id, counter) == (6, 0, 6))
        #expect(try await counter.test.told(DossierChanged.self).last?.missing.contains("change_decision") == true)
    }
}
