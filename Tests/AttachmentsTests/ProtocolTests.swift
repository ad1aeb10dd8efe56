import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import Testing

@testable import Attachments

@Suite struct ProtocolTests {
    @Test func capabilitiesNeedNoToken() async throws {
        let office = try await Office.make(maximum: 4_096)
        let answer = try await office.ask(.options, Tus.path, by: nil)
        #expect(answer.status == .noContent)
        #expect(answer.headers[.tusVersion] == "1.0.0" && answer.headers[.tusMaxSize] == "4096")
        #expect(answer.headers[.tusChecksumAlgorithm] == "sha256,sha1,md5")
        let known = Set(answer.headers[.tusExtension]?.split(separator: ",").map(String.init) ?? [])
        #expect(known.isSuperset(of: ["creation", "creation-with-upload", "expiration", "checksum", "termination", "concatenation"]))
    }

    @Test(arguments: [nil, "0.2.2", "2.0.0"])
    func anotherVersionIsRefusedAndToldTheRightOne(version: String?) async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let place = try await client.begin(10)
        for (method, uri) in [(HTTPRequest.Method.post, Tus.path), (.patch, place), (.head, place), (.delete, place)] {
            var headers: HTTPFields = [:]
            headers[.tusResumable] = version
            let answer = try await office.ask(method, uri, by: office.staff, headers)
            #expect(answer.status == .preconditionFailed && answer.headers[.tusVersion] == "1.0.0")
            #expect(answer.headers[.tusResumable] == "1.0.0")
            if method == .head { #expect(answer.body.readableBytes == 0) }
        }
    }

    @Test(arguments: [
        (["Upload-Length": "-1"], 400), (["Upload-Length": "many"], 400), (["Upload-Length": "1.5"], 400), (["Upload-Length": ""], 400),
        (["Upload-Defer-Length": "1"], 400), (["Upload-Metadata": ","], 400), (["Upload-Metadata": "case not*base64"], 400),
        (["Upload-Length": "5000001"], 413), (["Upload-Length": "0"], 422), (["Upload-Concat": "whole"], 400),
        (["Upload-Concat": "final;"], 400),
    ])
    func badCreationsAreRefused(headers: [String: String], code: Int) async throws {
        let office = try await Office.make(maximum: 5_000_000)
        let client = TusClient(office: office, identity: office.staff)
        var more = HTTPFields()
        for (name, value) in headers { more[try #require(HTTPField.Name(name))] = value }
        if more[.uploadConcat] == "final;" { more[.uploadLength] = "" }
        #expect(try await client.create(10, facts: client.facts(), more).status.code == code)
    }

    @Test func everyWrongFactIsNamed() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let facts = TusClient.metadata(["case": "x", "kind": "", "sha256": "abc"])
        let answer = try await client.create(10, facts: facts)
        #expect(answer.status == .unprocessableContent)
        for pointer in ["/case", "/kind", "/filename", "/sha256"] { #expect(answer.text.contains("\"\(pointer)\""), "\(answer.text)") }
        #expect(try await client.create(10, facts: client.facts(kind: "no_such_paper")).text.contains("/kind"))
        #expect(try await client.create(10, facts: client.facts(kind: "other")).status == .created)
    }

    @Test func anotherContentTypeIsRefused() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let place = try await client.begin(100)
        #expect(try await client.patch(place, 0, paper(10), [.contentType: "application/octet-stream"]).status == .unsupportedMediaType)
        #expect(try await client.offset(place) == 0)
    }

    @Test(arguments: ["crc7 AAAA", "sha1", "sha1 not*base64", "sha256 AAAA"])
    func anUnknownChecksumIsRefused(value: String) async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let place = try await client.begin(100)
        #expect(try await client.patch(place, 0, paper(10), [.uploadChecksum: value]).status == .badRequest)
        #expect(try await client.offset(place) == 0)
    }

    @Test func everyAlgorithmIsTaken() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(30)
        let place = try await client.begin(90)
        let sums = [
            "sha256 " + Data(SHA256.hash(data: data)).base64EncodedString(),
            "sha1 " + Data(Insecure.SHA1.hash(data: data)).base64EncodedString(),
            "md5 " + Data(Insecure.MD5.hash(data: data)).base64EncodedString(),
        ]
        for (index, sum) in sums.enumerated() {
            #expect(try await client.patch(place, index * 30, data, [.uploadChecksum: sum]).status == .noContent)
        }
    }

    @Test func bytesPastTheEndAreRefused() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let place = try await client.begin(100)
        #expect(try await client.patch(place, 0, paper(101)).status == .contentTooLarge)
        #expect(try await client.patch(place, 0, paper(101), [.contentLength: ""]).status == .contentTooLarge)
        #expect(try await client.offset(place) == 0)
        #expect(try await client.patch(place, 0, paper(100)).status == .noContent)
        #expect(try await client.patch(place, 100, paper(4)).status == .contentTooLarge)
    }

    @Test func creationMayBringTheFirstBytesOrAllOfThem() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(3_000)
        let first = try await client.create(3_000, facts: client.facts(), body: data.prefix(1_000))
        #expect(first.status == .created && first.headers[.uploadOffset] == "1000")
        #expect(try await client.patch(#require(first.headers[.location]), 1_000, data.dropFirst(1_000)).status == .noContent)
        let whole = try await client.create(3_000, facts: client.facts(), body: paper(3_000, seed: 2))
        #expect(whole.headers[.uploadOffset] == "3000" && whole.headers[.uploadAttachment] != nil)
        #expect(try await client.list().count == 2)
    }

    @Test func aKeyedCreationHappensOnce() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let key: HTTPFields = [try #require(HTTPField.Name("Idempotency-Key")): "k1"]
        let first = try await client.create(100, facts: client.facts(), key)
        let again = try await client.create(100, facts: client.facts(), key)
        #expect(first.status == .created && again.status == .created)
        #expect(first.headers[.location] == again.headers[.location])
    }

    @Test func terminationTakesItAway() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let place = try await client.begin(1_000)
        _ = try await client.patch(place, 0, paper(100))
        #expect(try await office.ask(.delete, place, by: office.staff, [.tusResumable: "1.0.0"]).status == .noContent)
        #expect(try await client.head(place).status == .gone)
        #expect(try await client.patch(place, 100, paper(10)).status == .gone)
        #expect(try await office.desk.folder.partsOnDisk().isEmpty)
    }

    @Test func partsBecomeOnePaper() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(9_000)
        var places: [String] = []
        for piece in [data.prefix(4_000), data.dropFirst(4_000)] {
            let answer = try await client.create(piece.count, [.uploadConcat: "partial"])
            let place = try #require(answer.headers[.location])
            _ = try await client.patch(place, 0, Data(piece))
            #expect(try await client.head(place).headers[.uploadConcat] == "partial")
            places.append(place)
        }
        let list = "final;http://127.0.0.1:8080\(places[0]) \(places[1])"
        let answer = try await client.create(nil, facts: client.facts(sha256: hex(data)), [.uploadConcat: list])
        #expect(answer.status == .created, "\(answer.text)")
        let final = try #require(answer.headers[.location])
        let seen = try await client.head(final)
        #expect(seen.headers[.uploadConcat] == "final;\(places[0]) \(places[1])" && seen.headers[.uploadLength] == "9000")
        #expect(try await client.list().first?["sha256"]?.text == hex(data))
        #expect(try await client.patch(final, 9_000, paper(1)).status == .forbidden)
        #expect(try await office.desk.folder.partsOnDisk().isEmpty)
        #expect(try await client.create(nil, facts: client.facts(), [.uploadConcat: list]).status == .conflict)
    }

    @Test func aPartAloneIsNoPaperAndUnfinishedPartsDoNotJoin() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let answer = try await client.create(100, facts: client.facts(), [.uploadConcat: "partial"])
        let place = try #require(answer.headers[.location])
        #expect(try await client.create(nil, facts: client.facts(), [.uploadConcat: "final;\(place)"]).status == .conflict)
        _ = try await client.patch(place, 0, paper(100))
        await office.desk.keeper.round()
        #expect(try await client.list().isEmpty)
        #expect(try await office.told(AttachmentStored.self).isEmpty)
    }

    @Test func theDatesOfTheProtocolAreThoseOfHTTP() {
        #expect(Tus.date(Date(timeIntervalSince1970: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }
}
