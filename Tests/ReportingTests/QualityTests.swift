import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import Outbox
import ServiceKit
import TestKit
import Testing

@testable import Reporting

/// Rounds of quality and findings of success are counted once, where and when they were, of one instant.
@Suite struct QualityTests {
    private func at(_ day: String) throws -> Date { try #require(LegalDate(day)).start.addingTimeInterval(9 * 3600) }

    private func round(
        _ kind: String, _ grade: String, _ total: Double, _ day: String, _ organisation: OrganisationID, _ helper: HelperID? = nil,
        of id: CaseID? = nil
    ) throws -> QualityRecorded {
        QualityRecorded(
            kind: kind, round: QualityRoundID(at: Date()), case: id ?? CaseID(at: Date()), organisation: organisation, helper: helper,
            total: total, grade: grade, reviewers: 1, occurredAt: try at(day), recordedAt: try at(day))
    }

    private func found(_ id: CaseID, _ criteria: [String], _ day: String, _ organisation: OrganisationID, _ helper: HelperID? = nil) throws
        -> SuccessFound
    {
        SuccessFound(
            finding: SuccessFindingID(at: Date()), case: id, organisation: organisation, helper: helper, criteria: criteria,
            occurredAt: try at(day), recordedAt: try at(day))
    }

    private func named(_ name: String, of organisation: OrganisationID) -> HelperChanged {
        HelperChanged(
            helper: HelperID(at: Date()), organisation: organisation, province: "08", kind: .officer, fullName: name, email: nil,
            active: true, occurredAt: Date(), recordedAt: Date())
    }

    private func figures(_ bureau: Bureau, _ query: String, by identity: Identity? = nil) async throws -> JSONValue {
        let answer = try await bureau.ask(.get, "/api/v1/quality-figures?\(query)", by: identity ?? bureau.leader)
        #expect(answer.status == .ok, "\(answer.text)")
        return answer.tree
    }

    @Test func roundsAreCountedOnceByOrganisationAndHelper() async throws {
        let bureau = try await Bureau.open()
        // The helper belongs to another organisation than the case.
        let helper = named("Lục Thị Chấm", of: bureau.distant)
        try await bureau.test.hear(helper)
        let first = try round("appraisal", "good", 91.5, "2026-03-05", bureau.centre, helper.helper)
        for message in [
            first, first, try round("appraisal", "fair", 80.25, "2026-01-01", bureau.centre, helper.helper),
            try round("evaluation", "fail", 20, "2026-12-31", bureau.centre),
            try round("appraisal", "good", 95, "2025-12-31", bureau.centre),
            try round("appraisal", "pass", 60, "2026-05-05", bureau.distant),
        ] {
            try await bureau.test.hear(message)
        }
        let tree = try await figures(bureau, "period=2026&organisation=\(bureau.centre)")
        #expect(
            tree["appraisals"]?["rounds"]?.integer == 2
                && tree["appraisals"]?["grades"] == .object(["good": .number("1"), "fair": .number("1")]))
        #expect(tree["appraisals"]?["mean"] == .number("85.88") && tree["evaluations"]?["grades"]?["fail"]?.integer == 1)
        let one = try #require(tree["helpers"]?.list.first)
        #expect(tree["helpers"]?.list.count == 1 && one["name"]?.text == "Lục Thị Chấm" && one["appraisals"]?["rounds"]?.integer == 2)
        let country = try await figures(bureau, "period=2026&all=true", by: bureau.identity(.ministry))
        #expect(country["appraisals"]?["rounds"]?.integer == 3 && country["organisations"]?.list.count == 2)
        let page = try await bureau.ask(.get, "/reports/quality", by: bureau.leader)
        #expect(page.status == .ok && page.text.contains("Lục Thị Chấm") && page.text.contains("85,88"), "\(page.text)")
        let file = try await bureau.ask(
            .get, "/api/v1/quality-figures/export?period=2026&organisation=\(bureau.centre)&format=csv", by: bureau.leader)
        #expect(file.status == .ok && file.text.contains("Lục Thị Chấm") && file.text.contains("85.88"))
        let book = try await bureau.ask(
            .get, "/api/v1/quality-figures/export?period=2026&organisation=\(bureau.centre)&format=xlsx", by: bureau.leader)
        #expect(book.status == .ok && book.text.hasPrefix("PK"))
        #expect(try await bureau.test.audited("quality-figures.viewed") == 3)
        #expect(try await bureau.test.audited("quality-figures.exported") == 2)
    }

    @Test func theLatestFindingOfLitigationThatCameToItsEndCounts() async throws {
        let bureau = try await Bureau.open()
        let helper = HelperID(at: Date())
        var ids: [CaseID] = []
        for form in [AidForm.litigation, .litigation, .litigation, .advice] {
            let id = try await bureau.accept("2026-01-05", .criminal, form)
            try await bureau.finish(id, "2026-04-10")
            ids.append(id)
        }
        // What is told later holds, also where it comes first.
        let (earlier, later) = (
            try found(ids[0], ["TC01"], "2026-05-01", bureau.centre, helper),
            try found(ids[0], ["TC02", "TC03"], "2026-05-02", bureau.centre, helper)
        )
        for message in [later, earlier, try found(ids[1], [], "2026-05-01", bureau.centre, helper)] { try await bureau.test.hear(message) }
        let tree = try await figures(bureau, "period=2026&organisation=\(bureau.centre)")
        #expect(tree["success"] == .object(["finished": .number("3"), "found": .number("2"), "successful": .number("1")]))
        #expect(tree["criteria"] == .object(["TC02": .number("1"), "TC03": .number("1")]))
        #expect(tree["helpers"]?.list.first?["found"]?.integer == 2 && tree["helpers"]?.list.first?["successful"]?.integer == 1)
        #expect(try await figures(bureau, "period=2025&organisation=\(bureau.centre)")["success"]?["finished"]?.integer == 0)
    }

    @Test func whatWasJudgedOfAnEndThatHoldsNoLongerIsNotCounted() async throws {
        let bureau = try await Bureau.open()
        let id = try await bureau.accept("2026-01-05", .criminal, .litigation)
        try await bureau.finish(id, "2026-04-10")
        try await bureau.test.hear(try round("appraisal", "good", 90, "2026-04-15", bureau.centre, of: id))
        try await bureau.test.hear(try found(id, ["TC01"], "2026-04-15", bureau.centre))
        let query = "period=2026&organisation=\(bureau.centre)"
        func counted() async throws -> [Int?] {
            let tree = try await figures(bureau, query)
            return [tree["appraisals"]?["rounds"]?.integer, tree["success"]?["finished"]?.integer, tree["success"]?["found"]?.integer]
        }
        #expect(try await counted() == [1, 1, 1])
        let reopened = try #require(LegalDate("2026-05-02"))
        try await bureau.test.hear(
            CaseReopened(
                case: id, organisation: bureau.centre, reopenedOn: reopened, occurredAt: reopened.start, recordedAt: reopened.start),
            version: 4)
        #expect(try await counted() == [0, 0, 0])
        try await bureau.test.hear(try bureau.finished(id, "2026-06-10"), version: 5)
        #expect(try await counted() == [0, 1, 0])
        try await bureau.test.hear(try round("appraisal", "fair", 80, "2026-06-10", bureau.centre, of: id))
        try await bureau.test.hear(try found(id, [], "2026-06-10", bureau.centre))
        #expect(try await counted() == [1, 1, 1])
    }

    @Test func figuresOfAnInstantStayWhatTheyWere() async throws {
        let bureau = try await Bureau.open()
        let id = try await bureau.accept("2026-01-05", .criminal, .litigation)
        try await bureau.finish(id, "2026-04-10")
        try await bureau.test.hear(try round("appraisal", "good", 90, "2026-03-05", bureau.centre))
        try await bureau.test.hear(try found(id, ["TC01"], "2026-05-01", bureau.centre))
        let query = "period=2026&organisation=\(bureau.centre)"
        let before = try await figures(bureau, query)
        try await Task.sleep(for: .milliseconds(5))
        try await bureau.test.hear(try round("appraisal", "good", 90, "2026-03-05", bureau.centre))
        try await bureau.test.hear(try found(id, [], "2026-06-01", bureau.centre))
        let asOf = try #require(before["as_of"]?.text)
        #expect(try await figures(bureau, query + "&as_of=\(asOf)") == before)
        let after = try await figures(bureau, query)
        #expect(after["appraisals"]?["rounds"]?.integer == 2 && after["success"]?["successful"]?.integer == 0)
        let future = try await bureau.ask(.get, "/api/v1/quality-figures?\(query)&as_of=2090-01-01T00:00:00Z", by: bureau.leader)
        #expect(future.status == .unprocessableContent && future.text.contains("/as_of"))
    }

    @Test func nobodySeesWhatIsNotTheirs() async throws {
        let bureau = try await Bureau.open()
        for (identity, query, status) in [
            (bureau.leader, "all=true", HTTPResponse.Status.forbidden), (bureau.leader, "province=08", .forbidden),
            (bureau.leader, "organisation=\(bureau.distant)", .unprocessableContent),
            (bureau.identity(.province, province: "08"), "province=66", .forbidden),
            (bureau.identity(.helper), "organisation=\(bureau.centre)", .forbidden),
            (bureau.leader, "organisation=\(bureau.centre)&all=true", .unprocessableContent),
        ] {
            let answer = try await bureau.ask(.get, "/api/v1/quality-figures?period=2026&\(query)", by: identity)
            #expect(answer.status == status, "\(query): \(answer.text)")
        }
        let helper = named("Người Khác", of: bureau.centre)
        try await bureau.test.hear(helper)
        let seen = try await bureau.database.transaction(.organisations([bureau.centre])) {
            try await QualityStore().names(of: [helper.helper], in: $0)
        }
        #expect(seen.isEmpty)
    }

    @Test func whatIsToldBeforeItsOrganisationWaits() async throws {
        let bureau = try await Bureau.open()
        await #expect(throws: RetryLater.self) {
            try await bureau.test.hear(try round("appraisal", "good", 90, "2026-03-05", OrganisationID(at: Date())))
        }
    }
}

extension JSONValue {
    fileprivate var list: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
}
