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

    private func end(_ id: CaseID, _ path: String, _ body: String, _ counter: Counter) async throws {
        let answer = try await counter.test.ask(
            .post, "/api/v1/cases/\(id)/\(path)", by: counter.staff, [.ifMatch: "*"], body: Data(body.utf8))
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
        #expect(try await figures(id, counter) == (5, 0, 5))
        try await end(id, "handover", "{}", counter)
        #expect(try await figures(id, counter) == (5, 0, 5))
    }

    @Test func versionsOfACaseAreToldWithoutAGap() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        try await end(id, "completion", #"{"date": "\#(counter.test.house.clock.today)"}"#, counter)
        try await end(id, "handover", "{}", counter)
        let versions = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select version from outbox where aggregate = \(id.uuid) order by position").map {
                try $0.get("version", as: Int.self)
            }
        }
        #expect(versions == Array(1...versions.count) && versions.count == 5)
    }
}
