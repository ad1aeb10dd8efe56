import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import Testing

@testable import Attachments

@Suite struct DownloadTests {
    private func withPaper(_ filename: String = "Đơn \"yêu cầu\".pdf") async throws -> (Office, String, Data) {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(2_000)
        let answer = try await client.create(2_000, facts: client.facts(filename: filename), body: data)
        return (office, "/api/v1/attachments/\(try #require(answer.headers[.uploadAttachment]))", data)
    }

    @Test func theContentComesWithEverythingThatKeepsItFromRunning() async throws {
        let (office, place, data) = try await withPaper()
        let answer = try await office.ask(.get, place, by: office.staff)
        #expect(answer.data == data && answer.headers[.eTag] == "\"\(hex(data))\"")
        #expect(answer.headers[.contentType] == "application/pdf")
        #expect(answer.headers[.contentDisposition]?.hasSuffix("filename*=UTF-8''%C4%90%C6%A1n%20y%C3%AAu%20c%E1%BA%A7u.pdf") == true)
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(answer.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
        #expect(answer.headers[.cacheControl] == "private, no-store")
        #expect(try await office.audited("attachment.downloaded") == 1)
    }

    @Test(arguments: [
        ("anh.JPG", "image/jpeg", true, "anh.JPG"), ("don.pdf", "image/jpeg", false, "don.pdf.jpg"),
        ("don", "application/pdf", false, "don.pdf"),
        ("anh.svg", "text/plain; charset=utf-8", false, "anh.svg.txt"),
        ("trang.html", "text/plain; charset=utf-8", false, "trang.html.txt"),
        ("so.csv", "text/plain; charset=utf-8", true, "so.csv"), ("chay.exe", ContentType.unknown, false, "chay.exe.bin"),
        ("hong.pdf", ContentType.unknown, false, "hong.pdf"), ("ghi-am.amr", ContentType.unknown, false, "ghi-am.amr"),
        ("ban.docx", "application/zip", false, "ban.docx.zip"),
    ])
    func aPaperOpensAsWhatItIsWhateverItWasCalled(name: String, type: String, agrees: Bool, given: String) {
        let file = FileName(claimed: name)
        #expect(file.agrees(with: type) == agrees && file.given(as: type).text == given)
    }

    @Test func aNameThatSaysSomethingElseIsKeptAndShownAsSuch() async throws {
        let (office, place, _) = try await withPaper("ho-khau.exe")
        let answer = try await office.ask(.get, place, by: office.staff)
        #expect(answer.headers[.contentDisposition]?.contains("filename=\"ho-khau.exe.pdf\"") == true)
        let listed = try await TusClient(office: office, identity: office.staff).list()
        #expect(listed.map { $0["filename"]?.text } == ["ho-khau.exe"] && listed.map { $0["name_agrees"] } == [.bool(false)])
    }

    @Test(arguments: [
        ("bytes=0-9", 206, 0..<10), ("bytes=1990-", 206, 1990..<2000), ("bytes=-5", 206, 1995..<2000), ("bytes=10-999999", 206, 10..<2000),
        ("bytes=0-0", 206, 0..<1), ("bytes=0-4,10-12", 200, 0..<2000), ("lines=1-2", 200, 0..<2000), ("bytes=9-3", 200, 0..<2000),
    ])
    func rangesAreServed(range: String, code: Int, bytes: Range<Int>) async throws {
        let (office, place, data) = try await withPaper()
        let answer = try await office.ask(.get, place, by: office.staff, [.range: range])
        #expect(answer.status.code == code && answer.data == data[bytes])
        if code == 206 { #expect(answer.headers[.contentRange] == "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/2000") }
    }

    @Test(arguments: ["bytes=2000-", "bytes=5000-6000", "bytes=-0", "bytes=99999999999999999999-"])
    func rangesOutsideAre416(range: String) async throws {
        let (office, place, _) = try await withPaper()
        let answer = try await office.ask(.get, place, by: office.staff, [.range: range])
        #expect(answer.status == .rangeNotSatisfiable && answer.headers[.contentRange] == "bytes */2000")
    }

    @Test func whoHasItAlreadyIsToldSo() async throws {
        let (office, place, data) = try await withPaper()
        let answer = try await office.ask(.get, place, by: office.staff, [.ifNoneMatch: "\"\(hex(data))\""])
        #expect(answer.status == .notModified && answer.data.isEmpty)
        let other = try await office.ask(.get, place, by: office.staff, [.range: "bytes=0-9", .ifRange: "\"another\""])
        #expect(other.status == .ok && other.data == data)
    }

    @Test func theListGoesPageByPage() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        for seed in 1...3 { _ = try await client.create(100, facts: client.facts(), body: paper(100, seed: seed)) }
        let list = "/api/v1/cases/\(office.caseID)/attachments?limit=2"
        let first = try await office.ask(.get, list, by: office.staff).tree
        let next = try #require(first["next"]?.text)
        let second = try await office.ask(.get, "\(list)&after=\(next)", by: office.staff).tree
        guard case .array(let some)? = first["items"], case .array(let rest)? = second["items"] else { throw CancellationError() }
        #expect(some.count == 2 && rest.count == 1 && second["next"] == .null)
        #expect(Set((some + rest).compactMap { $0["sha256"]?.text }).count == 3)
        #expect(try await office.audited("attachments.listed") == 2)
    }

    @Test(arguments: [
        ("../../../etc/passwd", "passwd"), ("a/b\\c.pdf", "c.pdf"), ("con\u{202E}fdp.exe", "confdp.exe"), ("  .bashrc ", "bashrc"),
        ("<script>.pdf", "script.pdf"), ("\u{0}\u{7}", "giay-to"), ("", "giay-to"), ("..", "giay-to"),
        ("Giấy chứng nhận hộ nghèo.jpg", "Giấy chứng nhận hộ nghèo.jpg"),
    ])
    func namesAreCleaned(claimed: String, shown: String) {
        #expect(FileName(claimed: claimed).text == shown)
    }

    @Test func longNamesKeepTheirEnding() {
        let name = FileName(claimed: String(repeating: "dài ", count: 100) + ".pdf").text
        #expect(name.count == 150 && name.hasSuffix(".pdf"))
    }

    @Test(
        arguments: [
            ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"), (Array("%PDF-1.7".utf8), "application/pdf"),
            ([0x49, 0x49, 0x2A, 0x00, 8], "image/tiff"),
            (Array("<html><script>".utf8), "text/plain; charset=utf-8"), ([0x4D, 0x5A, 0x90, 0x00], "application/octet-stream"),
            (Array("Kính gửi Trung tâm".utf8), "text/plain; charset=utf-8"), ([], "application/octet-stream"),
            (zip(["[Content_Types].xml", "_rels/.rels", "word/document.xml"]), ContentType.of(zip(["[Content_Types].xml", "word/x"]))),
            (zip(["a.txt"]), "application/zip"),
        ] as [([UInt8], String)])
    func typesAreSeenFromTheContent(start: [UInt8], type: String) {
        #expect(ContentType.of(start) == type)
    }

    @Test func aWordFileIsSeen() {
        #expect(
            ContentType.of(zip(["[Content_Types].xml", "word/document.xml"]))
                == "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    }
}

/// The beginning of a ZIP file with these entries.
private func zip(_ names: [String]) -> [UInt8] {
    names.flatMap { name in
        [0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0, count: 22) + [UInt8(name.utf8.count), 0, 0, 0] + Array(name.utf8)
    }
}
