import Database
import HTTPTypes
import Models
import Rules
import ServiceKit
import Testing

@testable import Assignment

@Suite struct AnswerTests {
    private func refuse(_ id: CaseID, _ helper: HelperID, _ office: Office) async throws -> CaseAssignment {
        let reader = FieldReader(["reason": "not_objective"])
        let refusal = Refusal(reader, grounds: office.assignments.refusalGrounds)
        try reader.finish()
        return try await office.database.transaction(.service) { transaction in
            try await office.assignments.refuse(
                refusal, of: id, by: .helper(helper, at: office.centre), .system, check: { _ in }, in: transaction)
        }
    }

    private func pick(_ id: CaseID, _ fields: JSONValue, _ office: Office) async throws -> CaseAssignment {
        let reader = FieldReader(fields)
        let request = PickRequest(reader, grounds: office.assignments.changeGrounds)
        try reader.finish()
        return try await office.database.transaction(.service) { transaction in
            try await office.assignments.pick(request, for: id, .system, check: { _ in }, in: transaction)
        }
    }

    private func decide(_ id: CaseID, on date: LegalDate, _ office: Office) async throws -> CaseAssignment {
        let decision = Decision(FieldReader(["number": "1/QĐ", "date": .string(date.description), "signer": "Lê Văn Lãnh"]))
        return try await office.database.transaction(.service) { transaction in
            try await office.assignments.decide(decision, on: id, .system, check: { _ in }, in: transaction)
        }
    }

    @Test func refusalFindsAnotherHelper() async throws {
        let office = try await Office.open()
        let first = try await office.helper("An")
        let second = try await office.helper("Bình")
        let id = try await office.openCase()
        let refused = try await refuse(id, first, office)
        #expect(refused.helper == second)
        #expect(refused.previous == first)
        #expect(
            try await office.told(id.uuid) == [
                "assignment.case-assigned.v1 1", "assignment.offer-refused.v1 2", "assignment.case-assigned.v1 3",
            ])
        let alone = try await refuse(id, second, office)
        #expect(alone.state == .waiting)
        #expect(alone.explanation?.exclusions.map(\.reason) == [.refused, .refused])
    }

    @Test func refusalOfACaseThatRestsWaitsUntilItGoesOn() async throws {
        let office = try await Office.open()
        let first = try await office.helper("An")
        let second = try await office.helper("Bình")
        let id = try await office.openCase()
        let now = office.clock.now
        try await office.hear(
            CaseSuspended(
                case: id, organisation: office.centre, ground: "awaiting_client", suspendedOn: office.clock.today, occurredAt: now,
                recordedAt: now), CaseSuspendedHandler())
        let refused = try await refuse(id, first, office)
        #expect(refused.state == .waiting && refused.helper == nil)
        #expect(try await office.told(id.uuid).last == "assignment.no-helper-found.v1 3")
        #expect(try await office.waiting.tryDue() == 0)
        try await office.hear(
            CaseResumed(case: id, organisation: office.centre, resumedOn: office.clock.today, occurredAt: now, recordedAt: now),
            CaseResumedHandler(calendar: office.registers.rules.calendar))
        #expect(try await office.waiting.tryDue() == 1)
        #expect(try await office.assignment(id).helper == second)
    }

    @Test func onlyTheHelperAnswers() async throws {
        let office = try await Office.open()
        try await office.helper("An")
        let other = try await office.helper("Bình")
        let id = try await office.openCase()
        let problem = await #expect(throws: Problem.self) { try await refuse(id, other, office) }
        #expect(problem?.status == .forbidden)
    }

    @Test func unfitHelperIsNotPickedByHand() async throws {
        let office = try await Office.open()
        let first = try await office.helper("An")
        let collaborator = try await office.helper("Bình", .collaborator)
        let id = try await office.openCase()
        let problem = await #expect(throws: Problem.self) {
            try await pick(id, ["helper": .string(collaborator.description), "reason": "gần nhà"], office)
        }
        #expect(problem?.errors.map(\.code) == ["kind"])
        #expect(try await office.assignment(id).helper == first)
    }

    @Test func pickByHandNeedsAReason() async throws {
        let office = try await Office.open()
        let helper = try await office.helper("An")
        let problem = await #expect(throws: Problem.self) {
            try await pick(CaseID(at: office.clock.now), ["helper": .string(helper.description)], office)
        }
        #expect(problem?.errors.map(\.pointer) == ["/reason"])
    }

    @Test func pickByHandIsExplained() async throws {
        let office = try await Office.open()
        try await office.helper("An")
        let second = try await office.helper("Bình")
        let id = try await office.openCase()
        let picked = try await pick(id, ["helper": .string(second.description), "reason": "biết tiếng Tày"], office)
        #expect(picked.helper == second)
        #expect(picked.explanation?.automatic == false)
        #expect(picked.explanation?.reason == "biết tiếng Tày")
        #expect(picked.explanation?.candidates.count == 2)
    }

    @Test func automaticPickKeepsTheHelperUnlessAReasonIsGiven() async throws {
        let office = try await Office.open()
        let first = try await office.helper("An")
        let second = try await office.helper("Bình")
        let id = try await office.openCase()
        #expect(try await pick(id, [:], office).helper == first)
        #expect(try await pick(id, ["reason": "người được trợ giúp đề nghị"], office).helper == second)
    }

    @Test func decisionIsIssuedOnceForEachHelper() async throws {
        let office = try await Office.open()
        try await office.helper("An")
        try await office.helper("Bình")
        let id = try await office.openCase()
        let today = office.clock.today
        #expect(try await decide(id, on: today, office).decision?.number == "1/QĐ")
        let again = await #expect(throws: Problem.self) { try await decide(id, on: today, office) }
        #expect(again?.status == .conflict)
        let early = await #expect(throws: Problem.self) {
            _ = try await pick(id, ["reason": "thay đổi"], office)
            return try await decide(id, on: today.adding(days: -1), office)
        }
        #expect(early?.errors.map(\.pointer) == ["/date"])
    }
}
