import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Printed forms: filled in from what is on record, for whoever may see it; a centre's own layout in place of the house's.
@Suite struct DocumentTests {
    private func office(_ form: String = "litigation") async throws -> (Counter, CaseID, HelperID) {
        let counter = try await Counter.open()
        let id = try await counter.accept(["form": form, "opposing": [["name": "Trần Văn <Đối>"]]])
        let helper = HelperID(at: Date())
        try await counter.assign(id, to: helper, name: "Bùi Thị Một (mẫu)")
        return (counter, id, helper)
    }

    @Test func aDecisionIsFilledInWithItsNumberDayAndSigner() async throws {
        let (counter, id, helper) = try await office()
        try await counter.test.hear(
            DecisionIssued(
                case: id, organisation: counter.centre, helper: helper, number: "12/QĐ-TGPL", date: try #require(LegalDate("2026-03-09")),
                signer: "Lê Văn Ký", occurredAt: Date(), recordedAt: Date()), version: 2)
        let sheet = try await counter.ask(.get, "/cases/\(id)/documents/litigation_decision").text
        for text in [
            "Số: 12/QĐ-TGPL", "Tuyên Quang, ngày 09 tháng 03 năm 2026", "SỞ TƯ PHÁP TỈNH TUYÊN QUANG", "Bùi Thị Một (mẫu)", "Nông Thị Mẫu",
            "Lê Văn Ký",
            "Mẫu TP-TGPL-14",
        ] { #expect(sheet.contains(text), "\(text)") }
        #expect(!sheet.contains("chưa được xác nhận"))
        #expect(try await counter.test.audited("document.printed") == 1)
    }

    @Test func aReplacementNamesWhoIsReplacedAndTheDecisionBefore() async throws {
        let (counter, id, helper) = try await office("representation")
        try await counter.test.hear(
            DecisionIssued(
                case: id, organisation: counter.centre, helper: helper, number: "5/QĐ-TGPL", date: try #require(LegalDate("2026-03-09")),
                signer: "Lê Văn Ký", occurredAt: Date(), recordedAt: Date()), version: 2)
        try await counter.assign(id, to: HelperID(at: Date()), name: "Đinh Văn Hai (mẫu)", version: 3)
        let sheet = try await counter.ask(.get, "/cases/\(id)/documents/representation_replacement").text
        #expect(sheet.contains("Đinh Văn Hai (mẫu)") && sheet.contains("thay thế ông (bà) <strong>Bùi Thị Một (mẫu)</strong>"))
        #expect(sheet.contains("Căn cứ Quyết định số 5/QĐ-TGPL ngày 09/03/2026") && sheet.contains("Số: ............/QĐ-TGPL"))
    }

    @Test func aDecisionPrintedAgainIsTheOneOfItsHelper() async throws {
        let (counter, id, helper) = try await office()
        func decide(_ number: String, _ helper: HelperID, version: Int) async throws {
            try await counter.test.hear(
                DecisionIssued(
                    case: id, organisation: counter.centre, helper: helper, number: number, date: try #require(LegalDate("2026-03-09")),
                    signer: "Lê Văn Ký", occurredAt: Date(), recordedAt: Date()), version: version)
        }
        try await decide("12/QĐ-TGPL", helper, version: 2)
        let second = HelperID(at: Date())
        try await counter.test.hear(
            CaseAssigned(
                case: id, code: "TT.TGTT.01", organisation: counter.centre, province: "08", form: .litigation, helper: second,
                helperName: "Đinh Văn Hai (mẫu)", helperKind: .lawyer, helperOrganisationKind: .centre, automatic: false,
                pickedBy: "Lãnh đạo (mẫu)", reason: "Người trước nghỉ dài ngày", occurredAt: Date(), recordedAt: Date()), version: 3)
        func sheet(_ form: String) async throws -> String { try await counter.ask(.get, "/cases/\(id)/documents/\(form)").text }
        // Picked, and not yet named by a decision: the paper for it bears nobody else's number.
        #expect(try await sheet("litigation_replacement").contains("Số: ............/QĐ-TGPL"))
        try await decide("30/QĐ-TGPL", second, version: 4)
        let assigning = try await sheet("litigation_decision")
        #expect(assigning.contains("Số: 12/QĐ-TGPL") && assigning.contains("Bùi Thị Một (mẫu)") && !assigning.contains("Đinh Văn Hai"))
        let replacing = try await sheet("litigation_replacement")
        #expect(replacing.contains("Số: 30/QĐ-TGPL") && replacing.contains("Căn cứ Quyết định số 12/QĐ-TGPL"))
        #expect(replacing.contains("Lý do thay thế: Người trước nghỉ dài ngày") && replacing.contains("Đinh Văn Hai (mẫu)"))
    }

    // Law 11/2017, Điều 37.2: a notice in writing, with the reason.
    @Test func article37_2() async throws {
        let (counter, id, _) = try await office()
        try await counter.announce(id)
        try await counter.ask(.get, "/cases/\(id)/documents/stop_notice", expecting: .notFound)
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/stop",
            #"{"date": "\#(counter.test.house.clock.today)", "ground": "withdrawn", "note": "Đã hoà giải"}"#)
        let sheet = try await counter.ask(.get, "/cases/\(id)/documents/stop_notice").text
        for text in ["không tiếp tục thực hiện trợ giúp pháp lý", "Nông Thị Mẫu", "Đã hoà giải", "37", "/TB-TGPL"] {
            #expect(sheet.contains(text), "\(text)")
        }
        // Wherever its dossier goes.
        _ = try await counter.move(id, .handOver)
        #expect(try await counter.ask(.get, "/cases/\(id)/documents/stop_notice").text.contains("Đã hoà giải"))
    }

    // Law 11/2017, Điều 35: whoever asked is told to whom the case went.
    @Test func article35() async throws {
        let (counter, id, _) = try await office()
        try await counter.announce(id)
        try await counter.ask(.get, "/cases/\(id)/documents/transfer_notice", expecting: .notFound)
        _ = try await counter.move(id, .transfer)
        let sheet = try await counter.ask(.get, "/cases/\(id)/documents/transfer_notice").text
        #expect(sheet.contains("<strong>TT (mẫu)</strong>") && sheet.contains("Khách đã chuyển nhà"), "\(sheet)")
        try await counter.ask(.get, "/cases/\(id)/documents/stop_notice", expecting: .notFound)
    }

    @Test func onlyTheFormsThatFitAreOffered() async throws {
        let (counter, id, _) = try await office("advice")
        let forms = try await counter.ask(.get, "/api/v1/cases/\(id)/documents").tree["items"]?.list.compactMap { $0["form"]?.text } ?? []
        #expect(forms == ["application", "complaint", "change_request", "withdrawal", "introduction"])
        for form in ["litigation_decision", "refusal_notice", "register", "nothing"] {
            try await counter.ask(.get, "/cases/\(id)/documents/\(form)", expecting: .notFound)
        }
        let panel = try await counter.ask(.get, "/cases/\(id)/documents").text
        #expect(panel.contains("Cách trình bày chưa được xác nhận") && panel.contains("/api/v1/cases/\(id)/documents/application\""))
    }

    @Test func theSheetOfTimeListsTheWorkThatHolds() async throws {
        let (counter, id, helper) = try await office()
        let own = counter.identity(.helper, helper: helper)
        let today = counter.test.house.clock.today
        let path = "/api/v1/cases/\(id)/progress"
        func enter(_ more: String, by identity: Identity) async throws -> String {
            let answer = try await counter.ask(
                .post, path, #"{"kind": "file_study", "date": "\#(today)", \#(more)}"#, by: identity, expecting: .created)
            return try #require(answer.tree["id"]?.text)
        }
        _ = try await enter(#""half": "morning", "place": "Tòa án huyện <Mẫu>", "confirmed_by": "Thư ký Lò""#, by: own)
        let wrong = try await enter(#""half_days": 7, "place": "Nơi ghi nhầm""#, by: own)
        try await counter.ask(.post, "\(path)/\(wrong)/withdrawal", #"{"reason": "Ghi nhầm"}"#, by: own, expecting: .noContent)
        let sheet = try await counter.ask(.get, "/cases/\(id)/documents/time_sheet", by: own).text
        for text in ["Mẫu TP-TGPL-01 (Thông tư 02/2021)", "Tòa án huyện &lt;Mẫu&gt;", "Thư ký Lò", "<strong>1</strong> buổi"] {
            #expect(sheet.contains(text), "\(text) \(sheet)")
        }
        #expect(!sheet.contains("Nơi ghi nhầm"))
        #expect(try await counter.ask(.get, "/cases/\(id)/documents/work_sheet").text.contains("BẢNG KÊ CÔNG VIỆC"))
    }

    @Test func theNoticeOfTransferNamesWhoGetsTheRequest() async throws {
        let counter = try await Counter.open()
        let id = try #require(try await counter.post(counter.request(["decision": NSNull()])).tree["id"]?.text)
        try await counter.ask(
            .post, "/api/v1/requests/\(id)/transfer", #"{"reason": "outside_territory", "organisation": "\#(counter.foreign)"}"#, match: 1)
        #expect(try await counter.ask(.get, "/requests/\(id)/documents/transfer_notice").text.contains("<strong>TT (mẫu)</strong>"))
    }

    @Test func theApplicationEscapesWhatPeopleWrote() async throws {
        let (counter, id, _) = try await office()
        let sheet = try await counter.ask(.get, "/cases/\(id)/documents/application")
        #expect(sheet.text.contains("Trần Văn &lt;Đối&gt;") && sheet.text.contains("☒&nbsp;Tham gia tố tụng"))
        #expect(sheet.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
    }

    @Test func aRefusalIsPrintedWithItsGround() async throws {
        let counter = try await Counter.open()
        let made = try await counter.post(try counter.request(["decision": NSNull()]))
        let id = try #require(made.tree["id"]?.text)
        try await counter.ask(.get, "/requests/\(id)/documents/refusal_notice", expecting: .notFound)
        try await counter.ask(
            .post, "/api/v1/requests/\(id)/refusal", #"{"reason": "no_concrete_case", "note": "Chưa có vụ việc cụ thể."}"#, match: 1)
        let sheet = try await counter.ask(.get, "/requests/\(id)/documents/refusal_notice").text
        // Why not, in words that the client understands.
        #expect(sheet.contains("Trung tâm chỉ nhận việc cụ thể"))
        #expect(
            sheet.contains("Mẫu số 08-TP-TGPL") && sheet.contains("Luật Trợ giúp pháp lý, Điều 30")
                && sheet.contains("Chưa có vụ việc cụ thể."))
        #expect(try await counter.ask(.get, "/requests/\(id)").text.contains("/requests/\(id)/documents"))
    }

    @Test func nobodyPrintsWhatTheyMayNotSee() async throws {
        let (counter, id, helper) = try await office()
        let path = "/cases/\(id)/documents/application"
        try await counter.ask(.get, path, by: counter.identity(.helper, helper: helper))
        try await counter.ask(.get, path, by: counter.identity(.helper, helper: HelperID(at: Date())), expecting: .notFound)
        try await counter.ask(.get, path, by: counter.identity(.leader, of: counter.foreign), expecting: .notFound)
        try await counter.ask(.get, "/api/v1" + path, by: counter.identity(.leader, of: counter.foreign), expecting: .notFound)
        try await counter.ask(.get, "/cases/register", by: counter.identity(.helper, helper: helper), expecting: .forbidden)
        try await counter.ask(
            .get, "/cases/register/sheet?organisation=\(counter.centre)", by: counter.identity(.leader, of: counter.foreign),
            expecting: .notFound)
        #expect(try await counter.test.audited("document.printed") == 1)
    }

    @Test func theRegisterHasThePeriodOfItsOrganisation() async throws {
        let (counter, _, _) = try await office()
        _ = try await counter.accept(["centre": counter.branch.description], client: ["name": "Người chi nhánh (mẫu)"])
        let page = try await counter.ask(.get, "/cases/register")
        #expect(page.text.contains("/api/v1/register?organisation=\(counter.centre)"))
        let sheet = try await counter.ask(.get, "/cases/register/sheet?organisation=\(counter.centre)").text
        #expect(sheet.contains("Nông Thị Mẫu") && !sheet.contains("Người chi nhánh") && sheet.contains("Tổng số: 1 vụ việc."))
        #expect(sheet.contains("class=\"landscape\""))
        let before = try await counter.ask(
            .get, "/cases/register/sheet?organisation=\(counter.centre)&from=2020-01-01&to=2020-12-31"
        ).text
        #expect(before.contains("Tổng số: 0 vụ việc."))
        try await counter.ask(.get, "/cases/register?from=2026-02-01&to=2026-01-01", expecting: .unprocessableContent)
    }

    @Test func aLongRegisterIsPrintedWholeVolumeByVolume() async throws {
        let (counter, _, _) = try await office()
        _ = try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.execute(
                """
                with made as (
                    insert into requests
                    select (jsonb_populate_record(requests, jsonb_build_object('id', gen_random_uuid()))).*
                    from requests, generate_series(1, \(DocumentDesk.mostLines))
                    returning id
                )
                insert into cases
                select (jsonb_populate_record(cases, jsonb_build_object('id', gen_random_uuid(), 'request', made.id, 'code', 'X' || n, 'number', 1000 + n))).*
                from (select id, row_number() over () as n from made) as made, cases
                """)
        }
        let page = try await counter.ask(.get, "/cases/register?organisation=\(counter.centre)").text
        #expect(page.contains("501 vụ việc") && page.contains("Tập 1/2") && page.contains("Tập 2/2"))
        let path = "/cases/register/sheet?organisation=\(counter.centre)&volume="
        let first = try await counter.ask(.get, path + "1").text
        let second = try await counter.ask(.get, path + "2").text
        #expect(first.contains("Tập 1/2") && first.contains("<td>1499</td>") && !first.contains("<td>1500</td>"))
        #expect(second.contains("Tập 2/2") && second.contains("<td>1500</td>") && second.contains("X500<") && !second.contains("X499<"))
        #expect(second.contains("Tổng số: 501 vụ việc."))
        try await counter.ask(.get, path + "3", expecting: .notFound)
        #expect(try await counter.test.audited("document.printed") == 2)
    }

    @Test func aCentresOwnLayoutIsKeptLookedAtAndTakenBack() async throws {
        let (counter, id, _) = try await office()
        let leader = counter.identity(.leader)
        let path = "/document-templates/application"
        let own = "<h1>ĐƠN CỦA TRUNG TÂM</h1>\n<p>{{client_name}}</p>"
        let faulty = try await counter.send(path, ["text": own + "\n<img src=\"x\">\n{{nobody}}", "version": "0"], by: leader)
        #expect(faulty.status == .unprocessableContent && faulty.text.contains("Dòng 3:") && faulty.text.contains("Dòng 4:"))
        let preview = try await counter.send(path + "/preview", ["text": own, "version": "0"], by: leader)
        #expect(preview.status == .ok && preview.text.contains("«Họ tên người được trợ giúp»"))
        #expect(try await !counter.ask(.get, "/cases/\(id)/documents/application").text.contains("ĐƠN CỦA TRUNG TÂM"))

        #expect(try await counter.send(path, ["text": own, "version": "0"], by: leader).status == .seeOther)
        let sheet = try await counter.ask(.get, "/cases/\(id)/documents/application").text
        #expect(sheet.contains("ĐƠN CỦA TRUNG TÂM") && sheet.contains("<p>Nông Thị Mẫu</p>"))
        // Somebody who saw the version before does not write over it.
        #expect(try await counter.send(path, ["text": own, "version": "0"], by: leader).status == .preconditionFailed)

        #expect(try await counter.send(path + "/removal", ["version": "1"], by: leader).status == .seeOther)
        #expect(try await !counter.ask(.get, "/cases/\(id)/documents/application").text.contains("ĐƠN CỦA TRUNG TÂM"))
        #expect(try await counter.ask(.get, path + "?version=1", by: leader).text.contains("ĐƠN CỦA TRUNG TÂM"))
        #expect(try await counter.test.audited("document.layout-changed") == 1)
        #expect(try await counter.test.audited("document.layout-reset") == 1)
    }

    @Test func aLayoutIsOfItsOwnCentreOnly() async throws {
        let (counter, id, _) = try await office()
        let stranger = counter.identity(.leader, of: counter.foreign)
        #expect(
            try await counter.send("/document-templates/application", ["text": "<p>Nơi khác</p>", "version": "0"], by: stranger).status
                == .seeOther)
        #expect(try await !counter.ask(.get, "/cases/\(id)/documents/application").text.contains("Nơi khác"))
        let list = try await counter.ask(.get, "/document-templates", by: counter.identity(.leader))
        #expect(!list.text.contains("Mẫu riêng"))
        try await counter.ask(.get, "/document-templates", by: counter.staff, expecting: .forbidden)
    }

    @Test func thePDFHoldsItsFonts() async throws {
        let (counter, id, _) = try await office()
        let answer = try await counter.test.ask(.get, "/api/v1/cases/\(id)/documents/litigation_decision", by: counter.staff)
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/weasyprint") else {
            #expect(answer.status == .serviceUnavailable && answer.text.contains("weasyprint"))
            return
        }
        let pdf = Data(answer.body.readableBytesView)
        #expect(answer.status == .ok && answer.headers[.contentType] == "application/pdf" && pdf.starts(with: Data("%PDF".utf8)))
        #expect(pdf.range(of: Data("/FontFile2".utf8)) != nil)
    }
}
