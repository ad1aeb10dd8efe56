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

/// From what each paper of a dossier is due, and until when.
@Suite struct PaperLimitTests {
    private func store(_ kind: String, for id: CaseID, _ counter: Counter, passedOn: Bool? = nil) async throws {
        try await counter.test.hear(
            AttachmentStored(
                attachment: AttachmentID(at: Date()), case: id, organisation: counter.centre, kind: kind, size: 1,
                sha256: String(repeating: "0", count: 64), passedOn: passedOn, occurredAt: Date(), recordedAt: Date()))
    }

    private func open(_ changes: [String: Any] = [:]) async throws -> (Counter, CaseID) {
        let counter = try await Counter.open()
        let id = try await counter.accept(changes)
        try await counter.announce(id)
        return (counter, id)
    }

    /// The day of each paper that is missing; none: no day.
    private func due(_ id: CaseID, _ counter: Counter) async throws -> [String: String] {
        let items = try await counter.ask(.get, "/api/v1/dossiers").tree["items"]?.list ?? []
        let gaps = items.first { $0["case"]?.text == id.description }?["gaps"]?.list ?? []
        return Dictionary(uniqueKeysWithValues: gaps.map { ($0["kind"]?.text ?? "", $0["due_on"]?.text ?? "none") })
    }

    /// As if it had been accepted `days` ago.
    private func age(_ id: CaseID, by days: Int, _ counter: Counter) async throws {
        try await counter.test.house.database.transaction(.service) {
            _ = try await $0.execute("update cases set accepted_on = accepted_on - \(days)::int where id = \(id)")
        }
    }

    /// Circular 12/2018, Điều 11.2b: the decision on a change is due from the change.
    @Test func circular12_2018_article11_2b_aDecisionOnAChangeIsDueFromTheChange() async throws {
        let (counter, id) = try await open()
        try await counter.assign(id, to: HelperID(at: Date()))
        try await counter.test.hear(
            DecisionIssued(
                case: id, organisation: counter.centre, helper: HelperID(at: Date()), number: "12/QĐ-TGPL",
                date: counter.test.house.clock.today, signer: "Giám đốc (mẫu)", occurredAt: Date(), recordedAt: Date()), version: 2)
        try await age(id, by: 60, counter)
        try await counter.assign(id, to: HelperID(at: Date()), version: 3)
        let house = counter.test.house
        #expect(
            try await due(id, counter)["change_decision"] == house.rules.calendar.adding(workingDays: 3, to: house.clock.today).description)
    }

    /// Circular 12/2018, Điều 9.2: a withdrawal is answered in writing at once; of the other grounds of Law 11/2017, Điều 37.1 the law sets no day.
    @Test func circular12_2018_article9_2_aWithdrawalIsAnsweredOnItsDay() async throws {
        for (ground, isAtOnce) in [("withdrawn", true), ("prohibited_act", false)] {
            let (counter, id) = try await open()
            let today = counter.test.house.clock.today
            try await counter.ask(.post, "/api/v1/cases/\(id)/stop", #"{"date": "\#(today)", "ground": "\#(ground)"}"#)
            let day = try await due(id, counter)["stop_notice"]
            #expect((day == today.description) == isAtOnce, "\(ground)")
        }
    }

    /// Law 11/2017, Điều 30.4; circular 12/2018, Điều 6.2a: after acceptance at once the proof has its days, other papers have none.
    @Test func circular12_2018_article6_2a_theDaysAreForTheProofAlone() async throws {
        let (counter, id) = try await open(["at_once_ground": "avoid_harm"])
        let house = counter.test.house
        let found = try await due(id, counter)
        #expect(found["eligibility_proof"] == house.rules.calendar.adding(workingDays: 5, to: house.clock.today).description)
        #expect(found["related_document"] == "none" && found["application"] == "none")
    }

    /// Law 11/2017, Điều 31.2: twelve hours for who is held.
    @Test func article31_2_theDecisionForAPersonHeldIsDueWithinHours() async throws {
        let (counter, id) = try await open(["held": Instant.format(Date().addingTimeInterval(-3_600))])
        let entered = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select registered_at from cases where id = \(id)", as: Date.self)
        }
        let day = LegalDate(try #require(entered).addingTimeInterval(12 * 3_600))
        #expect(try await due(id, counter)["assignment_decision"] == day.description)
    }

    /// Law 11/2017, Điều 32.2: ten days from the acceptance, while the work goes on.
    @Test func article32_2_writtenAdviceIsDueTenDaysFromTheAcceptance() async throws {
        let (counter, id) = try await open(["form": "advice"])
        let house = counter.test.house
        let limit = house.rules.deadlines(on: house.clock.today)[.writtenAdvice]
        let day = try #require(limit.lastDay(from: house.clock.today, in: house.rules.calendar))
        #expect(try await due(id, counter)["written_advice"] == day.description)
        #expect(try await counter.test.told(DossierChanged.self).last?.missing.contains("written_advice") == true)
        try await store("written_advice", for: id, counter)
        #expect(try await due(id, counter)["written_advice"] == nil)
    }

    @Test func article32_2_itBeginsAnewWithTheLastPaperThatWasToBeSupplied() async throws {
        let (counter, id) = try await open(["form": "advice"])
        let house = counter.test.house
        try await age(id, by: 30, counter)
        try await house.database.transaction(.service) {
            _ = try await $0.execute("update dossier_papers set due_on = due_on - 30 where case_id = \(id) and kind = 'written_advice'")
        }
        let limit = house.rules.deadlines(on: house.clock.today)[.writtenAdvice]
        let anew = limit.lastDay(from: house.clock.today, in: house.rules.calendar)?.description
        for kind in ["application", "eligibility_proof"] { try await store(kind, for: id, counter) }
        #expect(try await due(id, counter)["written_advice"] != anew)
        try await store("related_document", for: id, counter)
        #expect(try await due(id, counter)["written_advice"] == anew)
    }

    /// Law 11/2017, Điều 32.2: complex matters may take longer, no more than thirty days.
    @Test func article32_2_whoLeadsExtendsComplexAdviceToThirtyDaysOnceWithAReason() async throws {
        let (counter, id) = try await open(["form": "advice"])
        let house = counter.test.house
        let path = "/api/v1/cases/\(id)/advice-extension"
        let leader = counter.identity(.leader)
        let limit = house.rules.deadlines(on: house.clock.today)[.writtenAdviceComplex]
        let longer = try #require(limit.lastDay(from: house.clock.today, in: house.rules.calendar))
        try await counter.ask(.post, path, #"{"reason": "Phức tạp"}"#, match: counter.version(id), expecting: .forbidden)
        try await counter.ask(.post, path, "{}", by: leader, match: counter.version(id), expecting: .unprocessableContent)
        try await counter.ask(.post, path, #"{"reason": "Phải xác minh nguồn gốc đất"}"#, by: leader, match: counter.version(id))
        #expect(try await due(id, counter)["written_advice"] == longer.description)
        let kept = try await counter.ask(.get, "/api/v1/cases/\(id)").tree["dossier"]?["papers"]?.list ?? []
        #expect(kept.compactMap { $0["extension"]?["reason"]?.text } == ["Phải xác minh nguồn gốc đất"])
        #expect(try await counter.ask(.get, "/cases/\(id)/advice-extension").text.contains("Phải xác minh nguồn gốc đất"))
        try await counter.ask(.post, path, #"{"reason": "Lần nữa"}"#, by: leader, match: counter.version(id), expecting: .conflict)
        #expect(try await counter.test.audited("case.advice-extended") == 1)
        // With the last paper of the request the longer time begins anew (as the shorter one does).
        try await age(id, by: 30, counter)
        for kind in ["application", "eligibility_proof", "related_document"] { try await store(kind, for: id, counter) }
        #expect(try await due(id, counter)["written_advice"] == longer.description)
    }

    @Test func article32_2_theLongerTimeCountsFromTheLastPaperThatCame() async throws {
        let (counter, id) = try await open(["form": "advice"])
        let house = counter.test.house
        for kind in ["application", "eligibility_proof", "related_document"] { try await store(kind, for: id, counter) }
        try await age(id, by: 20, counter)
        let fields = try await counter.seen(id).merging(["form_key": UUID().text, "reason": "Phức tạp"]) { $1 }
        let sent = try await counter.send("/cases/\(id)/advice-extension", fields, by: counter.identity(.leader))
        #expect(sent.status == .seeOther, "\(sent.text)")
        let limit = house.rules.deadlines(on: house.clock.today)[.writtenAdviceComplex]
        #expect(
            try await due(id, counter)["written_advice"] == limit.lastDay(from: house.clock.today, in: house.rules.calendar)?.description)
    }

    /// Law 11/2017, Điều 32.2: no more than thirty days, unless it was agreed otherwise with the client.
    @Test func article32_2_whatWasAgreedWithTheClientTakesLongerThanThirtyDays() async throws {
        let (counter, id) = try await open(["form": "advice"])
        let house = counter.test.house
        let today = house.clock.today
        let (path, leader) = ("/api/v1/cases/\(id)/advice-extension", counter.identity(.leader))
        let until = today.adding(days: 60)
        func agree(_ until: LegalDate, _ status: HTTPResponse.Status = .ok) async throws -> String {
            try await counter.ask(
                .post, path, #"{"reason": "Chờ kết quả đo đạc", "agreed_on": "\#(today)", "agreed_until": "\#(until)"}"#, by: leader,
                match: counter.version(id), expecting: status
            ).text
        }
        try await counter.ask(
            .post, path, #"{"reason": "Chờ đo đạc", "agreed_until": "\#(until)"}"#, by: leader, match: counter.version(id),
            expecting: .unprocessableContent)
        #expect(try await agree(today.adding(days: 20), .unprocessableContent).contains("not_longer"))
        try await counter.ask(.post, path, #"{"reason": "Phải xác minh"}"#, by: leader, match: counter.version(id))
        _ = try await agree(until)
        #expect(try await due(id, counter)["written_advice"] == until.description)
        let kept = try await counter.ask(.get, "/api/v1/cases/\(id)").tree["dossier"]?["papers"]?.list ?? []
        #expect(kept.compactMap { $0["extension"]?["agreed_until"]?.text } == [until.description])
        #expect(try await counter.ask(.get, path.replacing("/api/v1", with: "")).text.contains("Thỏa thuận ngày"))
        // What was agreed holds when the last paper comes, and can be agreed on again.
        for kind in ["application", "eligibility_proof", "related_document"] { try await store(kind, for: id, counter) }
        #expect(try await due(id, counter)["written_advice"] == until.description)
        let fields = try await counter.seen(id).merging([
            "form_key": UUID().text, "reason": "Chưa có kết quả", "agreed_on.day": "\(today.day)", "agreed_on.month": "\(today.month)",
            "agreed_on.year": "\(today.year)", "agreed_until.day": "1", "agreed_until.month": "12",
            "agreed_until.year": "\(today.year + 1)",
        ]) { $1 }
        let sent = try await counter.send(path.replacing("/api/v1", with: ""), fields, by: leader)
        #expect(sent.status == .seeOther, "\(sent.text)")
        #expect(try await due(id, counter)["written_advice"] == "\(today.year + 1)-12-01")
        #expect(try await counter.test.audited("case.advice-extended") == 3)
    }

    @Test func onlyAdviceIsExtended() async throws {
        let (counter, id) = try await open()
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/advice-extension", #"{"reason": "Phức tạp"}"#, by: counter.identity(.leader),
            match: counter.version(id), expecting: .conflict)
    }

    @Test func ofAdviceThatWasStoppedNoneIsAskedForUntilItGoesOn() async throws {
        let (counter, id) = try await open(["form": "advice"])
        let today = counter.test.house.clock.today
        try await counter.ask(.post, "/api/v1/cases/\(id)/stop", #"{"date": "\#(today)", "ground": "withdrawn"}"#)
        #expect(try await due(id, counter)["written_advice"] == nil)
        #expect(try await counter.test.told(DossierChanged.self).last?.missing.contains("written_advice") == false)
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/reopening", #"{"date": "\#(today)", "reason": "Ghi nhầm là đã rút"}"#,
            by: counter.identity(.leader), match: counter.version(id))
        #expect(try await due(id, counter)["written_advice"] != nil)
    }

    /// Law 11/2017, Điều 34.2: ten days for the organisation that was asked.
    @Test func article34_2_aCaseThatWaitsForAVerificationIsExpectedToGoOnAfterTenDays() async throws {
        let (counter, id) = try await open()
        let house = counter.test.house
        let today = house.clock.today
        try await counter.assign(id, to: HelperID(at: Date()))
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/suspension", #"{"date": "\#(today)", "ground": "awaiting_verification"}"#,
            by: counter.identity(.leader), match: counter.version(id))
        let day = house.rules.deadlines(on: today)[.verification].lastDay(from: today, in: house.rules.calendar)
        #expect(try await counter.test.told(CaseSuspended.self).first?.expectedOn == day)
    }

    /// Law 11/2017, Điều 29.1, 31.4: the request's papers serve whoever has the case; another organisation's decision and work do not.
    @Test func article29_1_ofPapersThatCameAlongOnlyTheRequestsCount() async throws {
        let (counter, id) = try await open()
        for kind in ["assignment_decision", "work_record", "application", "eligibility_proof"] {
            try await store(kind, for: id, counter, passedOn: true)
        }
        let missing = Set(try await due(id, counter).keys)
        #expect(missing == ["related_document", "assignment_decision", "work_record"])
        try await store("work_record", for: id, counter)
        #expect(try await due(id, counter)["work_record"] == nil)
    }
}
