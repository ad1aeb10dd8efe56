import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import Testing

@testable import Attachments

/// Papers are looked at by a virus scanner before they are kept, where one is named (OWASP ASVS 5.0, V5.4.3).
@Suite struct ScanTests {
    private func office(at socket: String) async throws -> Office {
        try await Office.make(limits: ["CAUNOI_ANTIVIRUS_SOCKET": socket])
    }

    private func scans(_ office: Office) async throws -> [String?] {
        try await office.database.transaction(.service) {
            try await $0.rows("select details->>'scan' as scan from audit where action = 'attachment.stored' order by at").map {
                try $0.get("scan", as: String?.self)
            }
        }
    }

    @Test func whatHoldsMalwareIsNotKeptAndItsSenderIsTold() async throws {
        let socket = PretendScanner.socket()
        let scanner = try await PretendScanner(at: socket)
        let office = try await office(at: socket)
        let client = TusClient(office: office, identity: office.staff)
        let infected = paper(300_000) + PretendScanner.malware + paper(300_000)
        let answer = try await client.create(infected.count, facts: client.facts(), body: infected)
        #expect(answer.status == .unprocessableContent && answer.text.contains("mã độc"), "\(answer.text)")
        #expect(try await office.told(AttachmentRejected.self).map(\.reason) == ["malware"])
        #expect(try await office.audited("upload.rejected") == 1)
        #expect(try await client.list().isEmpty)
        #expect(try await office.desk.folder.partsOnDisk().isEmpty)
        let clean = paper(600_000)
        #expect(try await client.create(clean.count, facts: client.facts(), body: clean).status == .created)
        #expect(try await office.told(AttachmentStored.self).map(\.sha256) == [hex(clean)])
        #expect(try await scans(office) == ["clean"])
        withExtendedLifetime(scanner) {}
    }

    @Test func whileTheScannerIsAwayWhatArrivedWaitsForIt() async throws {
        let socket = PretendScanner.socket()
        let office = try await office(at: socket)
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(1_000)
        let place = try await client.begin(data.count)
        #expect(try await client.patch(place, 0, data).status == .noContent)
        await office.desk.keeper.round()
        #expect(try await office.told(AttachmentStored.self).isEmpty)
        let scanner = try await PretendScanner(at: socket)
        await office.desk.keeper.round()
        #expect(try await office.told(AttachmentStored.self).map(\.sha256) == [hex(data)])
        withExtendedLifetime(scanner) {}
    }

    @Test func whatIsLargerThanTheScannerTakesIsKeptAndTheTrailSaysSo() async throws {
        let socket = PretendScanner.socket()
        let scanner = try await PretendScanner(at: socket, limit: 100_000)
        let office = try await office(at: socket)
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(2_000_000)
        #expect(try await client.create(data.count, facts: client.facts(), body: data).status == .created)
        #expect(try await scans(office) == ["too_large"])
        withExtendedLifetime(scanner) {}
    }

    @Test func anAnswerThatSaysNothingOfTheFileIsNoVerdict() throws {
        #expect(try VirusScanner.verdict("stream: OK") == .clean)
        #expect(try VirusScanner.verdict("stream: A B FOUND") == .infected("A B"))
        for answer in ["", "UNKNOWN COMMAND", "stream: Can't allocate memory ERROR"] {
            #expect(throws: VirusScanner.Fault.self) { try VirusScanner.verdict(answer) }
        }
    }
}
