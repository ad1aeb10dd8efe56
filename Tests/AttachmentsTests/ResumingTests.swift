import Crypto
import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import Testing

@testable import Attachments

@Suite struct ResumingTests {
    @Test func aPaperInTwoPiecesIsStoredWithItsDigestAndToldOnce() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(5_000)
        let place = try await client.begin(data.count)
        #expect(try await client.patch(place, 0, data.prefix(2_000)).headers[.uploadOffset] == "2000")
        #expect(try await client.offset(place) == 2_000)
        let answer = try await client.patch(place, 2_000, data.dropFirst(2_000))
        #expect(answer.status == .noContent && answer.headers[.uploadOffset] == "5000")
        let listed = try #require(try await client.list().first)
        #expect(listed["sha256"]?.text == hex(data) && listed["content_type"]?.text == "application/pdf")
        #expect(listed["filename"]?.text == "Biên bản.pdf")
        let told = try await office.told(AttachmentStored.self)
        #expect(told.map(\.sha256) == [hex(data)] && told.first?.organisation == office.centre && told.first?.case == office.caseID)
        #expect(try await client.head(place).headers[.uploadAttachment] == told.first?.attachment.description)
    }

    @Test func whatArrivedBeforeABreakIsKept() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(4_000)
        let place = try await client.begin(data.count)
        await #expect(throws: Problem.self) { try await office.breakOff(place, data.prefix(1_500), announced: 4_000) }
        #expect(try await client.offset(place) == 1_500)
        #expect(try await client.patch(place, 1_500, data.dropFirst(1_500)).status == .noContent)
        #expect(try await client.list().first?["sha256"]?.text == hex(data))
    }

    @Test func withAChecksumABrokenPieceIsNotKept() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(4_000)
        let place = try await client.begin(data.count)
        let sum = "sha256 " + Data(SHA256.hash(data: data)).base64EncodedString()
        await #expect(throws: Problem.self) {
            try await office.breakOff(place, data.prefix(1_500), announced: 4_000, checksum: UploadChecksum(sum))
        }
        #expect(try await client.offset(place) == 0)
        let wrong = try await client.patch(place, 0, data.prefix(1_500), [.uploadChecksum: sum])
        #expect(wrong.status.code == 460)
        #expect(try await client.offset(place) == 0)
        #expect(try await office.desk.folder.sizeOfPart(#require(UploadID(place.split(separator: "/").last ?? ""))) == 0)
        #expect(try await client.patch(place, 0, data, [.uploadChecksum: sum]).status == .noContent)
    }

    @Test func anotherOffsetIsAConflictThatSaysWhereToGoOn() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let place = try await client.begin(1_000)
        _ = try await client.patch(place, 0, paper(100))
        for offset in [0, 99, 101, 1_000] {
            let answer = try await client.patch(place, offset, paper(10))
            #expect(answer.status == .conflict && answer.headers[.uploadOffset] == "100")
        }
    }

    @Test func manyWritersAtOnceTearNoByte() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(300_000)
        let place = try await client.begin(data.count)
        let codes = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<12 { group.addTask { try await client.patch(place, 0, data).status.code } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.filter { $0 == 204 }.count == 1, "\(codes)")
        #expect(Set(codes).isSubset(of: [204, 409, 413, 423]), "\(codes)")
        #expect(try await client.list().compactMap { $0["sha256"]?.text } == [hex(data)])
    }

    @Test func whoFallsSilentLetsOthersGoOn() async throws {
        let office = try await Office.make(silence: .zero)
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(1_000)
        let place = try await client.begin(data.count)
        let id = try #require(UploadID(place.split(separator: "/").last ?? ""))
        await #expect(throws: Problem.self) {
            _ = try await office.desk.append.append(
                AppendToUpload.Chunk(offset: 0, announced: 1_000), from: SilentSource(), to: id, in: .organisations([office.centre]))
        }
        let offset = try #require(try await client.offset(place))
        #expect(try await client.patch(place, offset, data.dropFirst(offset)).status == .noContent)
    }

    @Test func aFileLongerThanTheLedgerIsCutBeforeTheNextByte() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(3_000)
        let place = try await client.begin(data.count)
        _ = try await client.patch(place, 0, data.prefix(1_000))
        try office.spoil(place) { file in
            try file.seekToEnd()
            try file.write(contentsOf: Data(repeating: 0xEE, count: 777))
        }
        #expect(try await client.offset(place) == 1_000)
        #expect(try await client.patch(place, 1_000, data.dropFirst(1_000)).status == .noContent)
        #expect(try await client.list().first?["sha256"]?.text == hex(data))
    }

    @Test func aFileShorterThanTheLedgerSetsTheLedgerBack() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(3_000)
        let place = try await client.begin(data.count)
        _ = try await client.patch(place, 0, data.prefix(1_000))
        try office.spoil(place) { try $0.truncate(atOffset: 400) }
        #expect(try await client.offset(place) == 400)
        #expect(try await client.patch(place, 1_000, data.dropFirst(1_000)).status == .conflict)
        #expect(try await client.patch(place, 400, data.dropFirst(400)).status == .noContent)
        #expect(try await client.list().first?["sha256"]?.text == hex(data))
    }

    @Test func theLengthMayComeLater() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(2_000)
        let answer = try await client.create(nil, facts: client.facts(), [.uploadDeferLength: "1"])
        let place = try #require(answer.headers[.location])
        #expect(try await client.head(place).headers[.uploadDeferLength] == "1")
        _ = try await client.patch(place, 0, data.prefix(1_000))
        _ = try await client.patch(place, 1_000, data.dropFirst(1_000), [.uploadLength: "2000"])
        #expect(try await client.list().first?["sha256"]?.text == hex(data))
    }

    @Test func asPATCHCannotPassEverywhereAPOSTMayStandForIt() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(500)
        let place = try await client.begin(data.count)
        let headers: HTTPFields = [
            .tusResumable: "1.0.0", .uploadOffset: "0", .contentType: Tus.contentType, .contentLength: "500", .methodOverride: "PATCH",
        ]
        #expect(try await office.ask(.post, place, by: office.staff, headers, body: data).status == .noContent)
        #expect(try await office.ask(.post, place, by: office.staff, [.tusResumable: "1.0.0"]).status == .methodNotAllowed)
    }
}

extension Office {
    /// A request that announces more bytes than it brings.
    func breakOff(_ place: String, _ bytes: Data, announced: Int, checksum: UploadChecksum? = nil) async throws {
        let id = try #require(UploadID(place.split(separator: "/").last ?? ""))
        let chunk = AppendToUpload.Chunk(offset: 0, announced: announced, checksum: checksum)
        let source = RequestBytes(RequestBody(buffer: ByteBuffer(bytes: bytes)))
        _ = try await desk.append.append(chunk, from: source, to: id, in: .organisations([centre]))
    }

    /// Does something to an upload's file behind the service's back.
    func spoil(_ place: String, _ what: (FileHandle) throws -> Void) throws {
        let name = String(place.split(separator: "/").last ?? "")
        let file = try FileHandle(forUpdating: papers.appending(path: "parts/\(name)"))
        try what(file)
        try file.close()
    }
}

/// A sender that says nothing and does not hang up.
private struct SilentSource: ByteSource {
    func next() async throws -> ByteBuffer? {
        try await Task.sleep(for: .seconds(3_600))
        return nil
    }
}
