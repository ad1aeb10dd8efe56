import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import Rules
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// What dossiers lack, whose it is, and their handover (Law 11/2017, Điều 39).
@Suite struct GapTests {
    /// What the dossier of a litigation case holds at its end (circular 12/2018, Điều 11.2).
    private static let ofLitigation = [
        "application", "eligibility_proof", "related_document", "assignment_decision", "work_record", "brief", "procedural_document",
        "opinion_slip",
    ]

    private func store(_ kind: String, for id: CaseID, _ counter: Counter) async throws {
        try await counter.test.hear(
            AttachmentStored(
                attachment: AttachmentID(at: Date()), case: id, organisation: counter.centre, kind: kind, size: 1,
                sha256: String(repeating: "0", count: 64), occurredAt: Date(), recordedAt: Date()))
    }

    private func finish(_ id: CaseID, _ counter: Counter) async throws {
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/completion",
            #"{"date": "\#(counter.test.house.clock.today)", "missing_papers_reason": "Tòa án giữ bản gốc"}"#,
            by: counter.identity(.leader))
    }

    @Test func eachGapHasItsDayAndWhoOwesIt() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        func gaps() async throws -> [String: JSONValue] {
            let items = try await counter.ask(.get, "/api/v1/dossiers").tree["items"]?.list ?? []
            let all = items.first?["gaps"]?.list ?? []
            return Dictionary(uniqueKeysWithValues: all.map { ($0["kind"]?.text ?? "", $0) })
        }
        let open = try await gaps()
        #expect(open["related_document"]?["owed_by"]?.text == "client" && open["work_record"]?["owed_by"]?.text == "helper")
        #expect(open["assignment_decision"]?["owed_by"]?.text == "organisation")
        // The decision has three working days; the work's papers have no day while it goes on.
        let rules = counter.test.house.rules
        let today = counter.test.house.clock.today
        #expect(open["assignment_decision"]?["due_on"]?.text == rules.calendar.adding(workingDays: 3, to: today).description)
        #expect(open["work_record"]?["due_on"]?.text == nil && open["brief"] == nil)
        try await finish(id, counter)
        let ended = try await gaps()
        let handover = rules.deadlines(on: today)[.handover].lastDay(from: today, in: rules.calendar)?.description
        #expect(ended["brief"]?["due_on"]?.text == handover && ended["work_record"]?["due_on"]?.text == handover)
        #expect(ended["brief"]?["blocks"] == .bool(false) && ended["work_record"]?["blocks"] == .bool(true))
    }

    @Test func completenessIsCountedForEachHelperAndOrganisation() async throws {
        let counter = try await Counter.open()
        let helper = HelperID(at: Date())
        let (one, other) = (try await counter.accept(), try await counter.accept(["centre": counter.branch.description]))
        for id in [one, other] { try await counter.announce(id) }
        try await counter.assign(one, to: helper, name: "Lò Văn Páo")
        try await store("application", for: one, counter)
        try await store("work_record", for: one, counter)
        let lines = try await counter.ask(.get, "/api/v1/dossiers/completeness").tree["items"]?.list ?? []
        let own = try #require(lines.first { $0["helper"]?.text == helper.description })
        #expect(own["required"]?.integer == 5 && own["present"]?.integer == 2 && own["percent"]?.integer == 40)
        let places =
            try await counter.ask(.get, "/api/v1/dossiers/completeness?by=organisation", by: counter.identity(.province))
            .tree["items"]?.list ?? []
        #expect(Set(places.compactMap { $0["organisation"]?.text }) == [counter.centre.description, counter.branch.description])
        // A helper sees their own; another centre nothing.
        let mine = try await counter.ask(.get, "/api/v1/dossiers", by: counter.identity(.helper, helper: helper)).tree["items"]?.list
        #expect(mine?.compactMap { $0["case"]?.text } == [one.description])
        let theirs = try await counter.ask(.get, "/api/v1/dossiers", by: counter.identity(.leader, of: counter.foreign)).tree["items"]?.list
        #expect(theirs?.isEmpty == true)
        let page = try await counter.ask(.get, "/dossiers", by: counter.identity(.leader)).text
        #expect(page.contains("Lò Văn Páo") && page.contains("Theo người thực hiện"))
    }

    @Test func theListGoesPageByPageAndForgetsWhatWasArchived() async throws {
        let counter = try await Counter.open()
        var ids: [CaseID] = []
        for _ in 0..<3 {
            let id = try await counter.accept()
            try await counter.announce(id)
            ids.append(id)
        }
        let first = try await counter.ask(.get, "/api/v1/dossiers?limit=2").tree
        let next = try #require(first["next"]?.text)
        let rest = try await counter.ask(.get, "/api/v1/dossiers?limit=2&after=\(next)").tree
        let seen = [first, rest].flatMap { $0["items"]?.list ?? [] }.compactMap { $0["case"]?.text }
        #expect(seen == ids.map(\.description) && rest["next"]?.text == nil)
        try await finish(ids[0], counter)
        let leader = counter.identity(.leader)
        let reason = #"{"missing_papers_reason": "Tòa án giữ bản gốc"}"#
        try await counter.ask(.post, "/api/v1/cases/\(ids[0])/handover", reason, by: leader)
        func lacking() async throws -> [String]? {
            try await counter.ask(.get, "/api/v1/dossiers").tree["items"]?.list.compactMap { $0["case"]?.text }
        }
        #expect(try await lacking() == ids.map(\.description))
        let today = counter.test.house.clock.today
        let archiving = #"{"date": "\#(today)", "place": "Kho A"}"#
        try await counter.ask(.post, "/api/v1/cases/\(ids[0])/archiving", archiving, by: leader, match: counter.version(ids[0]))
        #expect(try await lacking() == ids.dropFirst().map(\.description))
    }

    @Test func aHandoverKeepsWhoGaveAndWhoReceived() async throws {
        let counter = try await Counter.open()
        let helper = HelperID(at: Date())
        let id = try await counter.accept()
        try await counter.announce(id)
        try await counter.assign(id, to: helper, name: "Lò Văn Páo")
        let early = try await counter.send("/cases/\(id)/handover", ["received_by": "Nông Thị Hoa"].merging(counter.seen(id)) { $1 })
        #expect(early.status == .conflict)
        for kind in Self.ofLitigation { try await store(kind, for: id, counter) }
        try await finish(id, counter)
        #expect(try await counter.ask(.get, "/cases/\(id)/handover").text.contains("Bàn giao chậm nhất ngày"))
        // A helper hands over to somebody else than to nobody.
        let own = counter.identity(.helper, helper: helper)
        try await counter.ask(.post, "/api/v1/cases/\(id)/handover", "{}", by: own, expecting: .unprocessableContent)
        let future = try await counter.send(
            "/cases/\(id)/handover",
            ["date.day": "1", "date.month": "1", "date.year": "2090"].merging(counter.seen(id)) { $1 })
        #expect(future.status == .unprocessableContent)
        let done = try await counter.send(
            "/cases/\(id)/handover",
            ["received_by": "Nông Thị Hoa", "note": "Đủ bản chính"].merging(counter.seen(id)) { $1 }, by: own)
        #expect(done.status == .seeOther)
        let told = try #require(try await counter.test.told(CaseHandedOver.self).first)
        #expect(told.handedOverBy == "Lò Văn Páo" && told.receivedBy == "Nông Thị Hoa" && told.note == "Đủ bản chính")
        let page = try await counter.ask(.get, "/cases/\(id)/handover").text
        #expect(page.contains("Nông Thị Hoa") && page.contains("Đủ bản chính") && !page.contains("Ghi việc bàn giao"))
        #expect(try await counter.ask(.get, "/cases/\(id)").text.contains("Lò Văn Páo giao, Nông Thị Hoa nhận"))
    }

    @Test func aStalePageNeitherFinishesNorHandsOver() async throws {
        let counter = try await Counter.open()
        let id = try await counter.caseIn(.underWay)
        let leader = counter.identity(.leader)
        let today = counter.test.house.clock.today
        var form = ["date.day": "\(today.day)", "date.month": "\(today.month)", "date.year": "\(today.year)", "result": "Toà chấp nhận"]
        form["missing_papers_reason"] = "Tòa án giữ bản gốc"
        let page = try await counter.ask(.get, "/cases/\(id)", by: leader).text
        let seen = try await counter.seen(id)
        #expect(page.contains("name=\"version\" value=\"\(seen["version"] ?? "–")\""))
        _ = try await counter.move(id, .suspend)
        for sent in [form, form.merging(seen) { $1 }] {
            let stale = try await counter.send("/cases/\(id)/completion", sent, by: leader)
            #expect(stale.status == .preconditionFailed && stale.text.contains("Toà chấp nhận"), "\(stale.text)")
        }
        #expect(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["status"]?.text == "suspended")
        form["ground"] = "terminated_by_law"
        let done = try await counter.send("/cases/\(id)/completion", form.merging(counter.seen(id)) { $1 }, by: leader)
        #expect(done.status == .seeOther, "\(done.text)")
        let file = try await counter.ask(.get, "/api/v1/cases/\(id)").tree
        #expect(file["status"]?.text == "finished" && file["end_ground"]?.text == "terminated_by_law")

        let before = try await counter.seen(id)
        _ = try await counter.move(id, .reopen)
        let late = try await counter.send("/cases/\(id)/handover", ["received_by": "Nông Thị Hoa"].merging(before) { $1 }, by: leader)
        #expect(late.status == .preconditionFailed, "\(late.text)")
    }

    /// Law 11/2017, Điều 38.2, 39.1; circular 12/2018, Điều 11.2: what is handed over is the whole dossier.
    @Test func article39_1_aDossierThatLacksPapersIsHandedOverOnlyByAReasonOfWhoLeads() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        for kind in Self.ofLitigation.dropLast() { try await store(kind, for: id, counter) }
        try await finish(id, counter)
        let path = "/api/v1/cases/\(id)/handover"
        let refused = try await counter.ask(.post, path, "{}", by: counter.identity(.leader), expecting: .conflict)
        #expect(refused.tree["errors"]?.list.compactMap { $0["pointer"]?.text } == ["/dossier/opinion_slip"])
        #expect(refused.text.contains("Chưa bàn giao được"))
        let page = try await counter.send("/cases/\(id)/handover", ["received_by": "Nông Thị Hoa"].merging(counter.seen(id)) { $1 })
        #expect(page.status == .conflict && page.text.contains("Chưa bàn giao được") && !page.text.contains("missing_papers_reason"))
        let reason = #"{"missing_papers_reason": "Người được trợ giúp đã mất"}"#
        try await counter.ask(.post, path, reason, expecting: .forbidden)
        #expect(try await counter.ask(.get, "/cases/\(id)/handover", by: counter.identity(.leader)).text.contains("missing_papers_reason"))
        try await counter.ask(.post, path, reason, by: counter.identity(.leader))
        #expect(try await counter.test.audited("case.papers-waived") == 1)
        #expect(try await counter.ask(.get, "/cases/\(id)").text.contains("Lý do: Người được trợ giúp đã mất"))
    }
}
