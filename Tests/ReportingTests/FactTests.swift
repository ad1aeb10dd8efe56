import Database
import Foundation
import Models
import Rules
import TestKit
import Testing

@testable import Reporting

/// Messages come in any order, and more than once.
@Suite struct FactTests {
    @Test func messagesInAnyOrderAndTwiceGiveTheSameFacts() async throws {
        let bureau = try await Bureau.open()
        var facts: Set<String> = []
        for order in permutations([0, 1, 2, 3]) {
            let id = CaseID(at: Date())
            let second = HelperID(at: Date())
            for index in order + order {
                switch index {
                case 0: try await bureau.test.hear(bureau.opened(id, "2026-03-02"), version: 1)
                case 1: try await bureau.test.hear(bureau.assigned(id, "2026-03-03", .officer), version: 1)
                case 2: try await bureau.test.hear(bureau.assigned(id, "2026-03-20", .lawyer, of: .contracted, helper: second), version: 2)
                default: try await bureau.test.hear(bureau.finished(id, "2026-04-01", helper: second), version: 4)
                }
            }
            let fact = try #require(try await bureau.fact(id))
            facts.insert(
                "\(fact.acceptedOn) \(fact.ending?.rawValue ?? "") \(fact.endedOn?.description ?? "") \(fact.performer?.rawValue ?? "")")
        }
        #expect(facts == ["2026-03-02 finished 2026-04-01 lawyer_of_organisation"])
    }

    @Test func whatIsOlderNeverReplacesWhatIsNewer() async throws {
        let bureau = try await Bureau.open()
        let id = try await bureau.accept("2026-03-02")
        try await bureau.test.hear(bureau.opened(id, "2026-03-05", .labour), version: 7)
        try await bureau.test.hear(bureau.opened(id, "2026-03-02"), version: 1)
        try await bureau.test.hear(bureau.finished(id, "2026-05-01"), version: 9)
        try await bureau.test.hear(bureau.finished(id, "2026-04-01"), version: 8)
        let fact = try #require(try await bureau.fact(id))
        #expect(fact.field == .labour && fact.acceptedOn == LegalDate("2026-03-05") && fact.endedOn == LegalDate("2026-05-01"))
    }

    @Test func nothingIsCountedOfACaseBeforeItsOpeningIsHeardOf() async throws {
        let bureau = try await Bureau.open()
        let id = CaseID(at: Date())
        try await bureau.test.hear(bureau.finished(id, "2026-04-01"), version: 4)
        #expect(try await bureau.fact(id) == nil)
        #expect(try await bureau.cells("bieu-25", "2026-04").isEmpty)
        try await bureau.accept("2026-04-01", id: id)
        #expect(try await bureau.cells("bieu-25", "2026-04")["r1c4"] == 1)
    }

    @Test func aReopenedCaseIsNotFinishedUntilItIsAgain() async throws {
        let bureau = try await Bureau.open()
        let id = try await bureau.accept("2026-03-02")
        let day = try #require(LegalDate("2026-04-20"))
        try await bureau.test.hear(bureau.finished(id, "2026-04-10"), version: 3)
        #expect(try await bureau.cells("bieu-25", "2026-04")["r1c4"] == 1)
        let reopened = CaseReopened(case: id, organisation: bureau.centre, reopenedOn: day, occurredAt: day.start, recordedAt: day.start)
        for _ in 0..<2 { try await bureau.test.hear(reopened, version: 4) }
        #expect(try await bureau.fact(id)?.ending == nil)
        let open = try await bureau.cells("bieu-25", "2026-04")
        #expect(open["r1c4"] ?? 0 == 0 && open["r1c10"] == 1)
        // The end that came to be heard after it is older.
        try await bureau.test.hear(bureau.finished(id, "2026-04-10"), version: 3)
        #expect(try await bureau.fact(id)?.ending == nil)
        try await bureau.test.hear(bureau.finished(id, "2026-05-10"), version: 6)
        #expect(try await bureau.cells("bieu-25", "2026-04")["r1c10"] == 1)
        #expect(try await bureau.cells("bieu-25", "2026-05")["r1c4"] == 1)
    }

    @Test func aTransferredCaseIsNotGoneOnWithAndASuspendedOneIs() async throws {
        let bureau = try await Bureau.open()
        let (gone, resting) = (try await bureau.accept("2026-03-02"), try await bureau.accept("2026-03-03"))
        let day = try #require(LegalDate("2026-04-20"))
        try await bureau.test.hear(
            CaseTransferred(
                case: gone, organisation: bureau.centre, receiver: bureau.distant, request: RequestID(at: Date()),
                ground: "outside_territory",
                transferredOn: day, occurredAt: day.start, recordedAt: day.start), version: 3)
        try await bureau.test.hear(
            CaseSuspended(
                case: resting, organisation: bureau.centre, ground: "proceedings_suspended", suspendedOn: day, occurredAt: day.start,
                recordedAt: day.start), version: 3)
        let april = try await bureau.cells("bieu-25", "2026-04")
        #expect(april["r1c1"] == 2 && april["r1c4"] ?? 0 == 0 && april["r1c10"] == 1 && april["r1c11"] == 1)
        #expect(try await bureau.cells("bieu-25", "2026-05")["r1c2"] == 1)
    }

    @Test func aCorrectedEntryCountsAsItStandsNowInEveryPeriod() async throws {
        let bureau = try await Bureau.open()
        let day = try #require(LegalDate("2026-05-04"))
        for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [2, 0, 1]] {
            let id = CaseID(at: Date())
            func corrected(_ field: LegalField, _ gender: Gender) -> CaseCorrected {
                CaseCorrected(
                    case: id, organisation: bureau.centre, form: .litigation, field: field, categories: [.poorHousehold],
                    countedAs: .poorHousehold, poorAndEthnicMinority: false, gender: gender, occurredAt: day.start, recordedAt: day.start)
            }
            for index in order + order {
                switch index {
                case 0: try await bureau.test.hear(bureau.opened(id, "2026-03-02"), version: 1)
                case 1: try await bureau.test.hear(corrected(.criminal, .female), version: 3)
                default: try await bureau.test.hear(corrected(.labour, .male), version: 4)
                }
            }
            let fact = try #require(try await bureau.fact(id))
            #expect(
                fact.field == .labour && fact.form == .litigation && fact.gender == .male && fact.countedAs == .poorHousehold, "\(order)")
        }
        let march = try await bureau.cells("bieu-24", "2026-03")
        // Labour, litigation; men; poor households.
        #expect(march["r19c1"] == 4 && march["r1c2"] == 4 && march["r1c5"] == 4 && march["r1c8"] ?? 0 == 0, "\(march)")
    }

    @Test func whatIsNotCountedIsHeardAndChangesNothing() async throws {
        let bureau = try await Bureau.open()
        let id = try await bureau.accept("2026-03-02")
        let before = try await bureau.fact(id)
        try await bureau.test.hear(
            CaseProgressed(
                case: id, organisation: bureau.centre, kind: "hearing", date: LegalDate(Date()), occurredAt: Date(), recordedAt: Date()),
            version: 2)
        try await bureau.test.hear(
            DossierChanged(
                case: id, organisation: bureau.centre, required: 3, present: 1, missing: ["a"], occurredAt: Date(), recordedAt: Date()),
            version: 3)
        try await bureau.test.hear(
            DecisionIssued(
                case: id, organisation: bureau.centre, helper: HelperID(at: Date()), number: "12/QĐ-TT", date: LegalDate(Date()),
                signer: "Hà Văn Pá", occurredAt: Date(), recordedAt: Date()), version: 2)
        try await bureau.test.hear(
            CaseHandedOver(
                case: id, organisation: bureau.centre, handedOverOn: LegalDate(Date()), occurredAt: Date(), recordedAt: Date()), version: 5)
        #expect(try await bureau.fact(id) == before)
        let spans = try await bureau.database.transaction(.service) {
            try await $0.value("select count(*) from facts where case_id = \(id)", as: Int.self)
        }
        #expect(spans == 1)
    }

    @Test func rowLevelSecurityHidesOtherTenants() async throws {
        let bureau = try await Bureau.open()
        try await bureau.accept("2026-03-02")
        try await bureau.accept("2026-03-02", at: bureau.branch)
        try await bureau.accept("2026-03-02", at: bureau.distant)
        let scopes: [(Scope, Int)] = [
            (.organisations([bureau.centre]), 2), (.organisations([bureau.branch]), 1), (.province("66"), 1), (.country, 3), (.none, 0),
        ]
        for (scope, expected) in scopes {
            let seen = try await bureau.database.transaction(scope) { try await $0.value("select count(*) from facts", as: Int.self) }
            #expect(seen == expected, "\(scope)")
        }
    }

    private func permutations(_ items: [Int]) -> [[Int]] {
        guard items.count > 1 else { return [items] }
        return items.indices.flatMap { index in
            var rest = items
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }
}
