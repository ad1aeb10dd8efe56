import Database
import Foundation
import HTTPTypes
import Models
import ServiceKit
import TestKit
import Testing

@testable import Reporting

/// A case that goes to another organisation is one case of the province and of the country, and one of each organisation's own (decision 0055).
@Suite struct TransferFigureTests {
    /// A case of the centre, accepted on 2 March and passed on on 20 April, and what it becomes at the receiver.
    private struct Passing {
        let bureau: Bureau
        let receiver: OrganisationID
        let first: CaseID
        let second = CaseID(at: Date())
        let request = RequestID(at: Date())

        var province: String { receiver == bureau.distant ? "66" : "08" }

        static func begin(to receiver: (Bureau) -> OrganisationID) async throws -> Passing {
            let bureau = try await Bureau.open()
            return Passing(bureau: bureau, receiver: receiver(bureau), first: try await bureau.accept("2026-03-02"))
        }

        func transferred() throws -> CaseTransferred {
            let day = try #require(LegalDate("2026-04-20"))
            return CaseTransferred(
                case: first, organisation: bureau.centre, receiver: receiver, receiverProvince: province, request: request,
                ground: "outside_territory", transferredOn: day, occurredAt: day.start, recordedAt: day.start)
        }

        func answered(_ outcome: TransferOutcome, on day: String = "2026-05-04") throws -> TransferAnswered {
            let day = try #require(LegalDate(day))
            return TransferAnswered(
                request: request, organisation: receiver, province: province, sender: bureau.centre, origin: first, passing: 1,
                outcome: outcome, case: outcome == .registered ? second : nil, code: outcome == .registered ? "TT.TV.09.2026" : nil,
                answeredOn: day, occurredAt: day.start, recordedAt: day.start)
        }

        /// The cells of a form without zeros, of the first row.
        func row(_ form: String, _ period: String, of organisation: OrganisationID) async throws -> [String: Int] {
            let leader = bureau.identity(.leader, of: organisation)
            return try await row(form, period, ["organisation": .string(organisation.description)], by: leader)
        }

        func row(_ form: String, _ period: String, ofProvince code: String) async throws -> [String: Int] {
            try await row(form, period, ["province": .string(code)], by: bureau.identity(.ministry))
        }

        func rowOfCountry(_ form: String, _ period: String) async throws -> [String: Int] {
            try await row(form, period, ["all": true], by: bureau.identity(.ministry))
        }

        private func row(_ form: String, _ period: String, _ scope: [String: JSONValue], by identity: Identity) async throws -> [String:
            Int]
        {
            try await bureau.cells(form, period, scope, by: identity).filter { $0.key.hasPrefix("r1c") }
        }
    }

    @Test func withinAProvinceItIsOneCaseOfTheProvinceAndOneOfEach() async throws {
        let one = try await Passing.begin { $0.branch }
        let (bureau, test) = (one.bureau, one.bureau.test)
        try await test.hear(one.transferred(), version: 3)
        // While nobody has decided: over for whoever passed it on, under way in the province.
        #expect(try await one.row("bieu-25", "2026-04", of: bureau.centre) == ["r1c1": 1, "r1c2": 1, "r1c11": 1])
        #expect(try await one.row("bieu-25", "2026-04", ofProvince: "08") == ["r1c1": 1, "r1c2": 1, "r1c10": 1])
        #expect(try await one.rowOfCountry("bieu-25", "2026-04") == ["r1c1": 1, "r1c2": 1, "r1c10": 1])

        try await test.hear(one.answered(.registered), version: 2)
        try await test.hear(bureau.opened(one.second, "2026-05-04", at: bureau.branch))
        try await bureau.finish(one.second, "2026-05-20")
        #expect(try await one.row("bieu-25", "2026-04", of: bureau.centre) == ["r1c1": 1, "r1c2": 1, "r1c11": 1])
        #expect(try await one.row("bieu-25", "2026-05", of: bureau.centre).isEmpty)
        #expect(try await one.row("bieu-25", "2026-05", of: bureau.branch) == ["r1c1": 1, "r1c3": 1, "r1c4": 1])
        for level in ["08", nil] {
            func row(_ form: String, _ period: String) async throws -> [String: Int] {
                try await level == nil ? one.rowOfCountry(form, period) : one.row(form, period, ofProvince: "08")
            }
            #expect(try await row("bieu-25", "2026-03") == ["r1c1": 1, "r1c3": 1, "r1c10": 1], "\(level ?? "–")")
            #expect(try await row("bieu-25", "2026-04") == ["r1c1": 1, "r1c2": 1, "r1c10": 1], "\(level ?? "–")")
            #expect(try await row("bieu-25", "2026-05") == ["r1c1": 1, "r1c2": 1, "r1c4": 1], "\(level ?? "–")")
            #expect(try await row("bieu-25", "2026") == ["r1c1": 1, "r1c3": 1, "r1c4": 1], "\(level ?? "–")")
            // One person-turn, in the period of the first acceptance.
            #expect(try await row("bieu-24", "2026")["r1c1"] == 1, "\(level ?? "–")")
            #expect(try await row("bieu-24", "2026-05").isEmpty, "\(level ?? "–")")
        }
        #expect(try await one.row("bieu-24", "2026", of: bureau.centre)["r1c1"] == 1)
        #expect(try await one.row("bieu-24", "2026", of: bureau.branch)["r1c1"] == 1)
    }

    @Test func betweenProvincesItIsOneCaseOfTheCountryAndOneOfEach() async throws {
        let one = try await Passing.begin { $0.distant }
        try await one.bureau.test.hear(one.transferred(), version: 3)
        try await one.bureau.test.hear(one.bureau.opened(one.second, "2026-05-04", at: one.bureau.distant))
        try await one.bureau.test.hear(one.answered(.registered), version: 2)
        #expect(try await one.row("bieu-25", "2026-04", ofProvince: "08") == ["r1c1": 1, "r1c2": 1, "r1c11": 1])
        #expect(try await one.row("bieu-25", "2026-05", ofProvince: "66") == ["r1c1": 1, "r1c3": 1, "r1c10": 1])
        #expect(try await one.rowOfCountry("bieu-25", "2026-04") == ["r1c1": 1, "r1c2": 1, "r1c10": 1])
        #expect(try await one.rowOfCountry("bieu-25", "2026-05") == ["r1c1": 1, "r1c2": 1, "r1c10": 1])
        #expect(try await one.rowOfCountry("bieu-25", "2026") == ["r1c1": 1, "r1c3": 1, "r1c10": 1])
        #expect(try await one.rowOfCountry("bieu-24", "2026")["r1c1"] == 1)
    }

    @Test func whatIsRefusedIsNotGoneOnWithFromThatDay() async throws {
        let one = try await Passing.begin { $0.branch }
        try await one.bureau.test.hear(one.transferred(), version: 3)
        try await one.bureau.test.hear(one.answered(.refused, on: "2026-05-11"), version: 3)
        #expect(try await one.row("bieu-25", "2026-04", of: one.bureau.centre) == ["r1c1": 1, "r1c2": 1, "r1c11": 1])
        #expect(try await one.rowOfCountry("bieu-25", "2026-04") == ["r1c1": 1, "r1c2": 1, "r1c10": 1])
        #expect(try await one.rowOfCountry("bieu-25", "2026-05") == ["r1c1": 1, "r1c2": 1, "r1c11": 1])
        #expect(try await one.rowOfCountry("bieu-25", "2026-06").isEmpty)
    }

    @Test func aCaseThatGoesOnTwiceIsStillOne() async throws {
        let one = try await Passing.begin { $0.branch }
        let (bureau, third) = (one.bureau, CaseID(at: Date()))
        try await bureau.test.hear(one.transferred(), version: 3)
        try await bureau.test.hear(one.answered(.registered), version: 2)
        try await bureau.test.hear(bureau.opened(one.second, "2026-05-04", at: bureau.branch))
        let day = try #require(LegalDate("2026-06-01"))
        let again = RequestID(at: Date())
        try await bureau.test.hear(
            CaseTransferred(
                case: one.second, organisation: bureau.branch, receiver: bureau.distant, receiverProvince: "66", request: again,
                ground: "outside_territory", transferredOn: day, occurredAt: day.start, recordedAt: day.start), version: 3)
        try await bureau.test.hear(
            TransferAnswered(
                request: again, organisation: bureau.distant, province: "66", sender: bureau.branch, origin: one.second, passing: 1,
                outcome: .registered, case: third, code: "TT.TV.01.2026", answeredOn: day, occurredAt: day.start, recordedAt: day.start),
            version: 2)
        try await bureau.test.hear(bureau.opened(third, "2026-06-01", at: bureau.distant))
        #expect(try await one.rowOfCountry("bieu-25", "2026") == ["r1c1": 1, "r1c3": 1, "r1c10": 1])
        #expect(try await one.rowOfCountry("bieu-25", "2026-06") == ["r1c1": 1, "r1c2": 1, "r1c10": 1])
        #expect(try await one.row("bieu-25", "2026", ofProvince: "08") == ["r1c1": 1, "r1c3": 1, "r1c11": 1])
        #expect(try await one.row("bieu-25", "2026", ofProvince: "66") == ["r1c1": 1, "r1c3": 1, "r1c10": 1])
    }

    @Test func messagesInAnyOrderAndTwiceGiveTheSameFigures() async throws {
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2], [2, 3, 1, 0]] {
            let bureau = try await Bureau.open()
            let one = Passing(bureau: bureau, receiver: bureau.branch, first: CaseID(at: Date()))
            for index in order + order {
                switch index {
                case 0: try await bureau.test.hear(bureau.opened(one.first, "2026-03-02"), version: 1)
                case 1: try await bureau.test.hear(one.transferred(), version: 3)
                case 2: try await bureau.test.hear(one.answered(.registered), version: 2)
                default: try await bureau.test.hear(bureau.opened(one.second, "2026-05-04", at: bureau.branch), version: 1)
                }
            }
            #expect(try await one.rowOfCountry("bieu-25", "2026") == ["r1c1": 1, "r1c3": 1, "r1c10": 1], "\(order)")
            #expect(try await one.row("bieu-25", "2026-05", of: bureau.branch) == ["r1c1": 1, "r1c3": 1, "r1c10": 1], "\(order)")
            #expect(try await one.rowOfCountry("bieu-24", "2026")["r1c1"] == 1, "\(order)")
        }
    }

    @Test func theCellOfTheCountryOpensTheOneCaseThatGoesOn() async throws {
        let one = try await Passing.begin { $0.distant }
        let ministry = one.bureau.identity(.ministry)
        try await one.bureau.test.hear(one.transferred(), version: 3)
        try await one.bureau.test.hear(one.answered(.registered), version: 2)
        try await one.bureau.test.hear(one.bureau.opened(one.second, "2026-05-04", at: one.bureau.distant))
        let run = try await one.bureau.start("bieu-25", "2026", ["all": true], by: ministry)
        for job in try await one.bureau.plan() { try await one.bureau.work(job) }
        let cases = try await one.bureau.ask(.get, "/api/v1/report-runs/\(run)/cells/r1c10/cases", by: ministry).tree["items"]?.list
        #expect(cases?.map { $0["id"]?.text } == [one.second.description])
        #expect(cases?.first?["accepted_on"]?.text == "2026-03-02")
    }
}

extension JSONValue {
    fileprivate var list: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
}
