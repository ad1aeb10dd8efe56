import Database
import Models
import Testing

@testable import Assignment

@Suite struct PickingTests {
    @Test func leastLoadedHelperIsPicked() async throws {
        let office = try await Office.open()
        let first = try await office.helper("An")
        let second = try await office.helper("Bình")
        var given: [HelperID?] = []
        for _ in 0..<4 {
            given.append(try await office.assignment(office.openCase()).helper)
            office.pass(days: 0.01)
        }
        #expect(given == [first, second, first, second])
    }

    @Test func formsWeighDifferently() async throws {
        let office = try await Office.open()
        let first = try await office.helper("An")
        let second = try await office.helper("Bình")
        try await office.openCase(.litigation)
        for _ in 0..<3 {
            let id = try await office.openCase(.advice)
            #expect(try await office.assignment(id).helper == second)
        }
        #expect(
            try await office.assignment(office.openCase(.advice)).helper == first, "three points each; the first has fewer recent cases")
    }

    @Test func onlyOfficersAndLawyersLitigate() async throws {
        let office = try await Office.open()
        let collaborator = try await office.helper("An", .collaborator)
        let lawyer = try await office.helper("Bình", .lawyer)
        let id = try await office.openCase(.litigation)
        let assignment = try await office.assignment(id)
        #expect(assignment.helper == lawyer)
        #expect(assignment.explanation?.exclusions.map(\.helper) == [collaborator])
        #expect(assignment.explanation?.exclusions.map(\.reason) == [.kind])
        #expect(try await office.assignment(office.openCase(.advice)).helper == collaborator)
    }

    @Test func absentHelperIsPassedOver() async throws {
        let office = try await Office.open()
        let away = try await office.helper("An")
        let present = try await office.helper("Bình")
        try await office.absence(of: away, days: 0...2)
        for _ in 0..<2 {
            #expect(try await office.assignment(office.openCase()).helper == present)
        }
        office.pass(days: 3)
        #expect(try await office.assignment(office.openCase()).helper == away)
    }

    @Test func helperOfTheOpposingSideIsExcluded() async throws {
        let office = try await Office.open()
        let first = try await office.helper("An")
        let second = try await office.helper("Bình")
        let opposed = try await office.openCase()
        #expect(try await office.assignment(opposed).helper == first)
        try await office.openCase()
        let id = try await office.openCase(conflicts: [CaseConflict(case: opposed, verdict: .conflict, score: 0.97)])
        let assignment = try await office.assignment(id)
        #expect(assignment.helper == second)
        #expect(assignment.explanation?.exclusions.first?.reason == .conflict)
    }

    @Test func whoCameIntoConflictByAPartyNamedLaterIsLeftOutOfTheNextPickAndNotTakenOffTheCase() async throws {
        let office = try await Office.open()
        let first = try await office.helper("An")
        let opposed = try await office.openCase()
        let id = try await office.openCase(conflicts: [CaseConflict(case: opposed, verdict: .review, score: 0.8)])
        #expect(try await office.assignment(id).helper == first)
        let changed = PartiesChanged(
            case: id, organisation: office.centre, province: "08", conflicts: [CaseConflict(case: opposed, verdict: .conflict, score: 1)],
            occurredAt: office.clock.now, recordedAt: office.clock.now)
        for _ in 0..<2 { try await office.hear(changed, PartiesChangedHandler(), version: 3) }
        #expect(try await office.assignment(id).helper == first)
        // Kept once, the stronger verdict over the weaker.
        let verdicts = try await office.database.transaction(.service) {
            try await $0.rows("select verdict from conflicts where case_id = \(id)").map { try $0.get("verdict", as: String.self) }
        }
        #expect(verdicts == ["conflict"])
    }

    @Test(arguments: [false, true]) func whoeverIsInNoConflictAnyMoreIsPickedAgain(_ theOtherWasWrong: Bool) async throws {
        let office = try await Office.open()
        let only = try await office.helper("An")
        let other = try await office.openCase()
        let id = try await office.openCase(conflicts: [CaseConflict(case: other, verdict: .conflict, score: 1)])
        #expect(try await office.assignment(id).helper == nil)
        let (corrected, lifted) = theOtherWasWrong ? (other, id) : (id, other)
        let changed = PartiesChanged(
            case: corrected, organisation: office.centre, province: "08", conflicts: [], lifted: [lifted], occurredAt: office.clock.now,
            recordedAt: office.clock.now)
        for _ in 0..<2 { try await office.hear(changed, PartiesChangedHandler(), version: 3) }
        office.pass(days: 1)
        #expect(try await office.waiting.tryDue() == 1)
        #expect(try await office.assignment(id).helper == only)
    }

    @Test func caseToReviewExcludesNobody() async throws {
        let office = try await Office.open()
        let only = try await office.helper("An")
        let other = try await office.openCase()
        let id = try await office.openCase(conflicts: [CaseConflict(case: other, verdict: .review, score: 0.6)])
        #expect(try await office.assignment(id).helper == only)
    }

    @Test func sameCardElsewhereIsTheSamePerson() async throws {
        let office = try await Office.open()
        try await office.helper("An", .lawyer, card: "LS-1")
        let opposed = try await office.openCase()
        try await office.helper("An", .lawyer, at: office.branch, card: "LS-1")
        let id = try await office.openCase(
            at: office.branch, conflicts: [CaseConflict(case: opposed, verdict: .conflict, score: 1)])
        #expect(try await office.assignment(id).state == .waiting)
    }

    @Test func branchTakesItsOwnFirstThenItsCentres() async throws {
        let office = try await Office.open()
        let atCentre = try await office.helper("An")
        let atBranch = try await office.helper("Bình", at: office.branch)
        for _ in 0..<2 {
            #expect(try await office.assignment(office.openCase(at: office.branch)).helper == atBranch)
        }
        try await office.absence(of: atBranch, days: 0...0)
        let assignment = try await office.assignment(office.openCase(at: office.branch))
        #expect(assignment.helper == atCentre)
        #expect(assignment.explanation?.exclusions.map(\.reason) == [.absent])
    }

    @Test func parallelPicksSeeEachOther() async throws {
        let office = try await Office.open()
        for index in 0..<4 { try await office.helper("Người \(index)") }
        let given = try await withThrowingTaskGroup(of: HelperID?.self) { group in
            for _ in 0..<8 {
                group.addTask { try await office.assignment(office.openCase()).helper }
            }
            return try await group.reduce(into: [:]) { counts, helper in counts[helper, default: 0] += 1 }
        }
        #expect(given.count == 4)
        #expect(given.values.allSatisfy { $0 == 2 })
    }
}
