import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Work on a case: entered with its time, corrected in the open.
@Suite struct WorkTests {
    @Test func minutesBecomeHalfDays() async throws {
        let counter = try await Counter.open()
        let id = try await counter.acceptEarlier()
        try await counter.enter(
            id, #"{"kind": "hearing", "date": "2026-01-05", "minutes": 300, "place": "Tòa án", "confirmed_by": "Thư ký", "result": "Hoãn"}"#
        )
        let entry = try #require(try await counter.entries(of: id).first)
        #expect(entry["half_days"]?.decimal == Decimal(string: "1.5") && entry["minutes"]?.integer == 300)
        #expect(entry["confirmed_by"]?.text == "Thư ký" && entry["result"]?.text == "Hoãn")
        let wrong = try await counter.ask(
            .post, "/api/v1/cases/\(id)/progress", #"{"kind": "hearing", "date": "2026-01-05", "minutes": 300, "half_days": 3}"#,
            expecting: .unprocessableContent)
        #expect(wrong.text.contains("/half_days"))
    }

    @Test func aCorrectionKeepsWhatItCorrected() async throws {
        let counter = try await Counter.open()
        let id = try await counter.acceptEarlier()
        try await counter.enter(
            id, #"{"kind": "hearing", "date": "2026-01-06", "half_days": 3, "next_step": "Sai", "next_on": "2026-01-10"}"#)
        let old = try #require(try await counter.entries(of: id).first?["id"]?.text)
        let path = "/api/v1/cases/\(id)/progress/\(old)"
        let body =
            #"{"kind": "file_study", "date": "2026-01-05", "half_days": 1, "next_step": "Đúng", "next_on": "2026-02-01", "reason": "Ghi nhầm"}"#
        try await counter.ask(.post, path + "/correction", body, expecting: .created)
        let entries = try await counter.entries(of: id)
        #expect(entries.count == 2)
        #expect(entries.first { $0["id"]?.text == old }?["superseded"]?["reason"]?.text == "Ghi nhầm")
        #expect(entries.first { $0["corrects"]?.text == old }?["superseded"] == nil)
        // It is corrected once; the case goes by what holds.
        try await counter.ask(.post, path + "/correction", body, expecting: .conflict)
        let record = try await counter.record(id)
        #expect(record.nextStep == "Đúng" && record.lastProgressOn == LegalDate("2026-01-05"))
        let panel = try await counter.ask(.get, "/cases/\(id)/work")
        #expect(panel.text.contains("Đã sửa") && panel.text.contains("Ghi nhầm"))
        #expect(try await counter.test.audited("case.progress-corrected") == 1)
    }

    @Test func whatIsWithdrawnCountsNoMore() async throws {
        let counter = try await Counter.open()
        let id = try await counter.acceptEarlier()
        try await counter.enter(id, #"{"kind": "hearing", "date": "2026-01-06", "half_days": 3}"#)
        let entry = try #require(try await counter.entries(of: id).first?["id"]?.text)
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/progress/\(entry)/withdrawal", #"{"reason": "Nhầm vụ việc"}"#, expecting: .noContent)
        #expect(try await counter.record(id).lastProgressOn == nil)
        #expect(try await counter.ask(.get, "/cases/\(id)/work").text.contains("Đã rút"))
    }

    // Circular 02/2021, Điều 8.3.
    @Test func article8_3() async throws {
        let counter = try await Counter.open()
        let id = try await counter.acceptEarlier()
        let (first, second) = (HelperID(at: Date()), HelperID(at: Date()))
        try await counter.assign(id, to: first, name: "Người Trước (mẫu)")
        try await counter.assign(id, to: second, name: "Người Sau (mẫu)", version: 2)
        let path = "/api/v1/cases/\(id)/progress"
        func work(_ helper: HelperID, _ date: String = "2026-01-06") -> String {
            #"{"kind": "hearing", "date": "\#(date)", "half_days": 1, "helper": "\#(helper)"}"#
        }
        // What the one who was replaced had done by then is entered as theirs, by the office; nobody enters for another, nor for a stranger.
        try await counter.ask(.post, path, work(first), expecting: .created)
        #expect(try await counter.entries(of: id).first?["helper"]?["id"]?.text == first.description)
        #expect(try await counter.test.told(CaseProgressed.self).last?.helper == first)
        try await counter.ask(.post, path, work(first), by: counter.identity(.helper, helper: second), expecting: .unprocessableContent)
        try await counter.ask(.post, path, work(HelperID(at: Date())), expecting: .unprocessableContent)
        try await counter.ask(.post, path, work(second), by: counter.identity(.helper, helper: second), expecting: .created)
        let pay = try await counter.ask(.get, "/api/v1/cases/\(id)/pay").tree["helpers"]?.list ?? []
        #expect(Set(pay.compactMap { $0["helper"]?["name"]?.text }) == ["Người Trước (mẫu)", "Người Sau (mẫu)"])
        #expect(try await counter.ask(.get, "/cases/\(id)/work").text.contains("<option value=\"\(first)\">Người Trước (mẫu)<"))
        // What each chose to be paid by.
        let today = counter.test.house.clock.today
        let chosen = #"{"basis": "lump_sum", "chosen_on": "\#(today)", "helper": "\#(first)"}"#
        try await counter.ask(.post, "/api/v1/cases/\(id)/pay-terms", chosen, expecting: .created)
        let bases = try await counter.ask(.get, "/api/v1/cases/\(id)/pay").tree["helpers"]?.list ?? []
        #expect(bases.first { $0["helper"]?["id"]?.text == first.description }?["basis"]?.text == "lump_sum")
        #expect(bases.first { $0["helper"]?["id"]?.text == second.description }?["basis"]?.text == "sessions")
    }

    @Test func workFitsItsCaseAndIsNotOlderThanIt() async throws {
        let counter = try await Counter.open()
        let id = try await counter.acceptEarlier()
        let path = "/api/v1/cases/\(id)/progress"
        // Detention visits are of criminal cases; written advice is not litigation.
        for (kind, date, field) in [
            ("detention_visit", "2026-01-05", "/kind"), ("advice_drafting", "2026-01-05", "/kind"), ("filing", "2026-01-01", "/date"),
        ] {
            let answer = try await counter.ask(.post, path, #"{"kind": "\#(kind)", "date": "\#(date)"}"#, expecting: .unprocessableContent)
            #expect(answer.text.contains(field), "\(kind)")
        }
        for kind in ["filing", "trial_preparation"] {
            try await counter.ask(.post, path, #"{"kind": "\#(kind)", "date": "2026-01-02"}"#, expecting: .created)
        }
    }

    @Test func aHelperCorrectsTheirOwnWorkOnly() async throws {
        let counter = try await Counter.open()
        let id = try await counter.acceptEarlier()
        let (first, second) = (HelperID(at: Date()), HelperID(at: Date()))
        try await counter.assign(id, to: first)
        try await counter.enter(id, #"{"kind": "hearing", "date": "2026-01-06", "half_days": 1}"#)
        try await counter.assign(id, to: second, version: 2)
        let entry = try #require(try await counter.entries(of: id).first?["id"]?.text)
        let path = "/api/v1/cases/\(id)/progress/\(entry)/withdrawal"
        try await counter.ask(.post, path, #"{"reason": "x"}"#, by: counter.identity(.helper, helper: second), expecting: .forbidden)
        try await counter.ask(.post, path, #"{"reason": "x"}"#, by: counter.identity(.helper, helper: first), expecting: .notFound)
        try await counter.ask(.post, path, #"{"reason": "x"}"#, by: counter.identity(.staff, of: counter.foreign), expecting: .notFound)
    }

    @Test func theWholeFormStandsOnThePageOfTheWork() async throws {
        let counter = try await Counter.open()
        let id = try await counter.acceptEarlier()
        var form = ["kind": "hearing", "date.day": "6", "date.month": "1", "date.year": "2026", "minutes": "x", "place": "Tòa án"]
        let refused = try await counter.send("/cases/\(id)/work", form)
        #expect(refused.status == .unprocessableContent && refused.text.contains("Số phút làm việc:"))
        form["minutes"] = "500"
        #expect(try await counter.send("/cases/\(id)/work", form).status == .seeOther)
        #expect(try await counter.entries(of: id).first?["half_days"]?.decimal == Decimal(string: "2.5"))
        let page = try await counter.ask(.get, "/cases/\(id)")
        #expect(page.text.contains("/cases/\(id)/work") && page.text.contains("/cases/\(id)/pay"))
    }

    @Test func theFormOfACorrectionSaysWhatIsWrongAndTakesCommas() async throws {
        let counter = try await Counter.open()
        let id = try await counter.acceptEarlier()
        try await counter.enter(id, #"{"kind": "hearing", "date": "2026-01-06", "half_days": 1}"#)
        let entry = try #require(try await counter.entries(of: id).first?["id"]?.text)
        let path = "/cases/\(id)/work/\(entry)"
        var form = [
            "kind": "hearing", "date.day": "6", "date.month": "1", "date.year": "2026", "date.half": "morning", "half_days": "0,5",
        ]
        let refused = try await counter.send(path, form)
        #expect(refused.status == .unprocessableContent && refused.text.contains("Lý do sửa:"))
        form["reason"] = "Chỉ nửa buổi"
        #expect(try await counter.send(path, form).status == .seeOther)
        #expect(try await counter.entries(of: id).contains { $0["half_days"]?.decimal == Decimal(string: "0.5") })
    }
}

extension Counter {
    fileprivate func enter(_ id: CaseID, _ body: String) async throws {
        try await ask(.post, "/api/v1/cases/\(id)/progress", body, expecting: .created)
    }

    fileprivate func entries(of id: CaseID) async throws -> [JSONValue] {
        try await ask(.get, "/api/v1/cases/\(id)/progress").tree["items"]?.list ?? []
    }

    fileprivate func record(_ id: CaseID) async throws -> CaseRecord {
        try #require(try await test.house.database.transaction(.service) { try await CaseStore().find(id, in: $0) })
    }
}
