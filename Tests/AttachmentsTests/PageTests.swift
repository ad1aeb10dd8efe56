import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import Testing

@testable import Attachments
@testable import ServiceKit

@Suite struct PageTests {
    private static let type = "multipart/form-data; boundary=----WebKitFormBoundaryAbC123"

    private func form(kind: String, filename: String, _ data: Data) -> Data {
        var body = Data()
        func write(_ text: String) { body.append(Data(text.utf8)) }
        write("------WebKitFormBoundaryAbC123\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n\(kind)\r\n")
        write("------WebKitFormBoundaryAbC123\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(filename)\"\r\n")
        write("Content-Type: application/pdf\r\n\r\n")
        body.append(data)
        write("\r\n------WebKitFormBoundaryAbC123--\r\n")
        return body
    }

    private func post(_ office: Office, _ body: Data, type: String = type) async throws -> TestResponse {
        try await office.ask(
            .post, "/cases/\(office.caseID)/papers", by: office.staff, [.contentType: type, .contentLength: "\(body.count)"], body: body)
    }

    @Test func thePanelComesAloneOrAsAPage() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        _ = try await client.create(100, facts: client.facts(filename: "Đơn <b>.pdf"), body: paper(100))
        let path = "/cases/\(office.caseID)/papers"
        let panel = try await office.ask(.get, path, by: office.staff, [.fragment: "1"])
        #expect(!panel.text.contains("<html") && panel.text.contains("Đơn b.pdf") && panel.text.contains("data-upload="))
        let page = try await office.ask(.get, path, by: office.staff)
        #expect(page.text.contains("<html lang=\"vi\"") && page.text.contains("TT.TGTT.01.2026") && !page.text.contains("[papers"))
        let english = try await office.ask(.get, path + "?lang=en", by: office.staff)
        #expect(english.text.contains("Papers of case") && !english.text.contains("[upload"))
        let looking = try await office.ask(.get, path, by: office.identity(.ministry))
        #expect(looking.text.contains("Đơn b.pdf") && !looking.text.contains("type=\"file\""))
        #expect(try await office.audited("attachments.listed") >= 4)
    }

    @Test func withoutScriptsAFormStoresAPaper() async throws {
        let office = try await Office.make()
        var data = paper(300_000)
        data.append(Data("\r\n------WebKitFormBoundaryAbC12X\r\n".utf8))
        let answer = try await post(office, form(kind: "application", filename: "C:\\Đơn.pdf", data))
        #expect(answer.status == .seeOther && answer.headers[.location] == "/cases/\(office.caseID)/papers?notice=paper_received")
        let told = try await office.told(AttachmentStored.self)
        #expect(told.map(\.sha256) == [hex(data)] && told.first?.kind == "application")
    }

    @Test func aWrongFormIsShownAgainWithItsErrors() async throws {
        let office = try await Office.make()
        for body in [
            form(kind: "", filename: "a.pdf", paper(10)), form(kind: "application", filename: "", Data()),
            form(kind: "application", filename: "a.pdf", Data()),
        ] {
            let answer = try await post(office, body)
            #expect(answer.status == .unprocessableContent && answer.text.contains("class=\"errors\""))
        }
        #expect(try await post(office, Data("nonsense".utf8)).status == .badRequest)
        #expect(try await post(office, Data("a=b".utf8), type: "application/x-www-form-urlencoded").status == .unsupportedMediaType)
        #expect(try await office.told(AttachmentStored.self).isEmpty)
    }

    @Test func aFormThatBreaksOffStoresNothing() async throws {
        let office = try await Office.make()
        let whole = form(kind: "application", filename: "a.pdf", paper(100_000))
        #expect(try await post(office, whole.prefix(60_000)).status == .badRequest)
        #expect(try await office.told(AttachmentStored.self).isEmpty)
    }

    @Test func theLedgerShowsWhatBecameOfEachUpload() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        _ = try await client.begin(1_000, facts: client.facts(filename: "dang-gui.pdf"))
        _ = try await client.create(100, facts: client.facts(filename: "da-luu.pdf"), body: paper(100))
        _ = try await client.create(100, facts: client.facts(filename: "hong.pdf", sha256: hex(Data())), body: paper(100))
        let page = try await office.ask(.get, "/uploads", by: office.staff)
        #expect(page.status == .ok && ["dang-gui.pdf", "da-luu.pdf", "TT.TGTT.01.2026"].allSatisfy(page.text.contains))
        let stored = try await office.ask(.get, "/uploads?state=stored", by: office.staff)
        #expect(stored.text.contains("da-luu.pdf") && !stored.text.contains("dang-gui.pdf"))
        let others = try await office.ask(.get, "/uploads", by: office.identity(.staff, of: OrganisationID(at: Date())))
        #expect(!others.text.contains("da-luu.pdf"))
        let oldest = try await office.ask(.get, "/uploads?sort=begun", by: office.staff)
        let order = oldest.text.matches(of: /(?:dang-gui|da-luu|hong)\.pdf/).map { String($0.0) }
        #expect(order == ["dang-gui.pdf", "da-luu.pdf", "hong.pdf"] && oldest.text.contains("aria-sort=\"ascending\""))
        let json = try await office.ask(.get, "/api/v1/uploads?state=under_way", by: office.staff)
        #expect(json.text.contains("dang-gui.pdf") && !json.text.contains("da-luu.pdf"))
    }
}
