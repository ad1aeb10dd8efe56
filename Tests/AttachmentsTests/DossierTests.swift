import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Attachments

/// A whole dossier: its list, its ZIP and its PDF (Law 11/2017, Điều 39.2).
@Suite struct DossierTests {
    /// A PDF of so many pages; tools mend its missing table of places.
    private func pdf(pages: Int) -> Data {
        let kids = (0..<pages).map { "\($0 + 3) 0 R" }.joined(separator: " ")
        let leaves = (0..<pages).map { "\($0 + 3) 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n" }.joined()
        return Data(
            """
            %PDF-1.4
            1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
            2 0 obj<</Type/Pages/Kids[\(kids)]/Count \(pages)>>endobj
            \(leaves)trailer<</Root 1 0 R/Size \(pages + 3)>>
            %%EOF

            """.utf8)
    }

    /// Half transparent, which not every tool takes.
    private let picture =
        Data(
            base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAYAAAD+Bd/7AAAAEklEQVR4nGM4wcVVgQ8zDAUFAL/uP8GUdcKqAAAAAElFTkSuQmCC") ?? Data()

    private func send(_ data: Data, _ kind: String, _ filename: String, _ office: Office) async throws -> String {
        let client = TusClient(office: office, identity: office.staff)
        let answer = try await client.create(data.count, facts: client.facts(kind: kind, filename: filename), body: data)
        return try #require(answer.headers[.uploadAttachment], "\(answer.text)")
    }

    private func date(_ paper: String, _ date: String, _ office: Office, by identity: Identity? = nil) async throws -> TestResponse {
        try await office.ask(
            .post, "/api/v1/cases/\(office.caseID)/attachments/\(paper)/date", by: identity ?? office.staff,
            [.contentType: "application/json"], body: Data(#"{"dated_on": "\#(date)"}"#.utf8))
    }

    private func list(_ office: Office) async throws -> [JSONValue] {
        let answer = try await office.ask(.get, "/api/v1/cases/\(office.caseID)/attachments/list", by: office.staff)
        guard case .array(let items) = answer.tree["items"] else { return [] }
        return items
    }

    /// Three papers, the second dated before the first, the third not at all.
    private func dossier() async throws -> (Office, [String]) {
        let office = try await Office.make()
        let papers = [
            try await send(pdf(pages: 2), "brief", "Bản bào chữa.pdf", office),
            try await send(pdf(pages: 1), "application", "Đơn: yêu cầu?.pdf", office),
            try await send(picture, "work_record", "anh.png", office),
        ]
        #expect(try await date(papers[0], "2026-11-12", office).status == .ok)
        #expect(try await date(papers[1], "2026-11-03", office).status == .ok)
        return (office, papers)
    }

    @Test func papersAreNumberedInTheOrderOfTheirDays() async throws {
        let (office, papers) = try await dossier()
        let items = try await list(office)
        #expect(items.compactMap { $0["attachment"]?["id"]?.text } == [papers[1], papers[0], papers[2]])
        #expect(items.compactMap { $0["number"]?.integer } == [1, 2, 3])
        #expect(items.map { $0["dated"] } == [.bool(true), .bool(true), .bool(false)])
        #expect(try await date(papers[2], "2090-01-01", office).status == .unprocessableContent)
        #expect(try await office.audited("attachment.dated") == 2)
    }

    @Test func afterTheHandoverTheSignedListStays() async throws {
        let (office, papers) = try await dossier()
        try await office.handle(
            CaseHandedOverHandler(cases: office.desk.cases),
            CaseHandedOver(
                case: office.caseID, organisation: office.centre, handedOverOn: try #require(LegalDate("2026-11-20")),
                handedOverBy: "Lò Văn Páo", receivedBy: "Nông Thị Hoa", occurredAt: Date(), recordedAt: Date()), version: 9)
        #expect(try await date(papers[2], "2026-11-01", office).status == .conflict)
        let later = try await send(pdf(pages: 1), "opinion_slip", "Phiếu.pdf", office)
        let items = try await list(office)
        #expect(items.last?["attachment"]?["id"]?.text == later && items.last?["after_handover"] == .bool(true))
        let sheet = try await office.ask(.get, "/cases/\(office.caseID)/papers/list/sheet", by: office.staff).text
        #expect(sheet.contains("Lò Văn Páo") && sheet.contains("Nông Thị Hoa") && sheet.contains("bổ sung sau khi bàn giao"))
    }

    @Test func theListSaysWhatWasMissingAndWhy() async throws {
        let (office, _) = try await dossier()
        try await office.handle(
            CaseFinishedHandler(cases: office.desk.cases),
            CaseFinished(
                case: office.caseID, organisation: office.centre, finishedOn: try #require(LegalDate("2026-11-20")),
                waivedPapers: ["related_document"], waivedReason: "Tòa án giữ <bản gốc>", occurredAt: Date(), recordedAt: Date()),
            version: 5)
        let sheet = try await office.ask(.get, "/cases/\(office.caseID)/papers/list/sheet", by: office.staff).text
        #expect(sheet.contains("Giấy tờ, tài liệu liên quan đến vụ việc") && sheet.contains("Lý do: Tòa án giữ &lt;bản gốc&gt;"))
    }

    @Test func theZipHoldsEachPaperUnderANameThatWindowsReads() async throws {
        let (office, _) = try await dossier()
        let answer = try await office.ask(.get, "/api/v1/cases/\(office.caseID)/attachments/zip", by: office.staff)
        #expect(answer.status == .ok && answer.headers[.contentType] == "application/zip", "\(answer.text.prefix(300))")
        #expect(answer.headers[.contentDisposition]?.contains("attachment") == true)
        let file = office.papers.appending(path: "got.zip")
        try answer.data.write(to: file)
        let script = """
            import sys, zipfile
            archive = zipfile.ZipFile(sys.argv[1])
            assert archive.testzip() is None
            for entry in archive.infolist(): print(entry.filename, entry.file_size, bool(entry.flag_bits & 0x800), sep="|")
            """
        let lines = try await Tool.run("/usr/bin/python3", ["-c", script, file.path]).split(separator: "\n").map {
            $0.split(separator: "|").map(String.init)
        }
        #expect(
            lines.map(\.[0]) == [
                "00 - Danh mục hồ sơ.pdf", "01 - 2026-11-03 - Đơn yêu cầu trợ giúp pháp lý - Đơn yêu cầu.pdf",
                "02 - 2026-11-12 - Bản bào chữa hoặc bản bảo vệ có chữ ký - Bản bào chữa.pdf",
                "03 - \(LegalDate(Date())) - Giấy tờ thể hiện quá trình thực hiện - anh.png",
            ])
        #expect(lines.allSatisfy { $0[2] == "True" } && lines[3][1] == "\(picture.count)")
        // A look at every paper, before anything went out.
        #expect(try await office.audited("attachment.downloaded") == 3)
        #expect(try await office.audited("dossier.downloaded") == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: office.papers.appending(path: "bundles").path).isEmpty)
    }

    @Test func thePDFHoldsEachPaperOrSaysWhyNot() async throws {
        let (office, _) = try await dossier()
        _ = try await send(Data("%PDF-1.4 không phải PDF".utf8), "work_record", "hỏng.pdf", office)
        _ = try await send(Data("ghi chép của trợ giúp viên".utf8), "work_record", "ghi-chep.txt", office)
        let answer = try await office.ask(.get, "/api/v1/cases/\(office.caseID)/attachments/pdf", by: office.staff)
        #expect(answer.status == .ok && answer.headers[.contentType] == "application/pdf", "\(answer.text.prefix(300))")
        let file = office.papers.appending(path: "got.pdf")
        try answer.data.write(to: file)
        // The list, one page of the application, two of the brief, the picture, and two that say why not.
        #expect(try await Tool.run("/usr/bin/qpdf", ["--show-npages", file.path]) == "7\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: office.papers.appending(path: "bundles").path).isEmpty)
    }

    @Test func whoMayNotSeeTheCaseGetsNothingOfIt() async throws {
        let (office, papers) = try await dossier()
        let strangers = [office.identity(.leader, of: OrganisationID(at: Date())), office.identity(.helper, helper: HelperID(at: Date()))]
        for stranger in strangers {
            for path in ["attachments/list", "attachments/zip", "attachments/pdf"] {
                #expect(try await office.ask(.get, "/api/v1/cases/\(office.caseID)/\(path)", by: stranger).status == .notFound)
            }
            #expect(try await date(papers[0], "2026-11-05", office, by: stranger).status == .notFound)
        }
        // Of another case, a paper of this one cannot be named.
        let other = CaseID(at: Date())
        try await office.openCase(other)
        let answer = try await office.ask(
            .post, "/api/v1/cases/\(other)/attachments/\(papers[0])/date", by: office.staff, [.contentType: "application/json"],
            body: Data(#"{"dated_on": "2026-11-05"}"#.utf8))
        #expect(answer.status == .notFound)
        // Who oversees may look, and changes nothing.
        let overseer = office.identity(.province, province: "08")
        #expect(try await office.ask(.get, "/api/v1/cases/\(office.caseID)/attachments/list", by: overseer).status == .ok)
        #expect(try await date(papers[0], "2026-11-05", office, by: overseer).status == .forbidden)
        #expect(try await office.audited("dossier.downloaded") == 0)
    }
}
