import Foundation
import Models
import Rules
import TestKit
import Testing

@testable import Reporting

/// The performer is the helper of the last day.
@Suite struct LastDayTests {
    private let first = HelperID(at: Date())
    private let second = HelperID(at: Date())

    private func assignment(_ helper: HelperID, _ performer: Performer, _ day: String, entered: String? = nil) throws -> HeardAssignment {
        HeardAssignment(
            helper: helper, performer: performer, assignedOn: try #require(LegalDate(day)),
            enteredAt: try #require(LegalDate(entered ?? day)).start.addingTimeInterval(8 * 3600))
    }

    private func end(_ day: String, helper: HelperID?, entered: String? = nil) throws -> HeardCase.End {
        HeardCase.End(
            ending: .finished, date: try #require(LegalDate(day)), helper: helper,
            enteredAt: try #require(LegalDate(entered ?? day)).start.addingTimeInterval(17 * 3600))
    }

    @Test func aChangeAfterTheLastDayDoesNotMoveTheCase() throws {
        let history = [try assignment(first, .officer, "2026-03-01"), try assignment(second, .lawyerOnContract, "2026-04-10")]
        // The end of 5 April was entered on 12 April, when the second helper had the case already.
        #expect(LastDay.performer(try end("2026-04-05", helper: second, entered: "2026-04-12"), history) == .officer)
    }

    @Test func aChangeOnTheLastDayCounts() throws {
        let history = [try assignment(first, .officer, "2026-03-01"), try assignment(second, .adviser, "2026-04-05")]
        // Intake had not heard of the change yet.
        #expect(LastDay.performer(try end("2026-04-05", helper: first), history) == .adviser)
    }

    @Test func anAssignmentMadeAfterTheEndWasEnteredDoesNotCount() throws {
        let late = try assignment(second, .adviser, "2026-04-05", entered: "2026-04-06")
        #expect(LastDay.performer(try end("2026-04-05", helper: first), [try assignment(first, .officer, "2026-03-01"), late]) == .officer)
    }

    @Test func aCaseBroughtInLateHasTheHelperNamedWithItsEnd() throws {
        let history = [try assignment(first, .officer, "2026-11-20"), try assignment(second, .collaborator, "2026-11-21")]
        #expect(LastDay.performer(try end("2026-03-05", helper: second, entered: "2026-11-22"), history) == .collaborator)
        #expect(LastDay.performer(try end("2026-03-05", helper: nil, entered: "2026-11-22"), history) == .officer)
    }

    @Test func nobodyWasEverAssigned() throws {
        #expect(LastDay.performer(try end("2026-03-05", helper: first), []) == nil)
    }

    @Test(arguments: [
        (HelperKind.officer, OrganisationKind.centre, "c5"), (.lawyer, .centre, "c6"), (.lawyer, .registered, "c7"),
        (.adviser, .contracted, "c8"), (.collaborator, .branch, "c9"),
    ])
    func eachPerformerHasItsColumn(_ kind: HelperKind, _ organisation: OrganisationKind, _ column: String) async throws {
        let bureau = try await Bureau.open()
        let id = try await bureau.accept("2026-03-02", .criminal, .litigation)
        try await bureau.test.hear(bureau.assigned(id, "2026-03-03", kind, of: organisation), version: 1)
        try await bureau.finish(id, "2026-03-20")
        let cells = try await bureau.cells("bieu-25", "2026-03")
        let expected = ["r1", "r2", "r3"].flatMap { row in ["c1", "c3", "c4", column].map { (row + $0, 1) } }
        #expect(cells == Dictionary(uniqueKeysWithValues: expected))
    }
}
