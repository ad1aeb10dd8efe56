import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import Testing

@testable import Attachments

/// A client of the protocol.
struct TusClient {
    let office: Office
    let identity: Identity

    static func metadata(_ pairs: [String: String]) -> String {
        pairs.map { "\($0.key) \(Data($0.value.utf8).base64EncodedString())" }.sorted().joined(separator: ",")
    }

    func facts(case id: CaseID? = nil, kind: String = "work_record", filename: String = "Biên bản.pdf", sha256: String? = nil) -> String {
        var pairs = ["case": "\(id ?? office.caseID)", "kind": kind, "filename": filename]
        pairs["sha256"] = sha256
        return Self.metadata(pairs)
    }

    func create(_ length: Int?, facts: String? = nil, _ more: HTTPFields = [:], body: Data? = nil) async throws -> TestResponse {
        var headers: HTTPFields = [.tusResumable: "1.0.0"]
        headers[.uploadLength] = length.map(String.init)
        headers[.uploadMetadata] = facts
        if let body {
            headers[.contentType] = Tus.contentType
            headers[.contentLength] = String(body.count)
        }
        for field in more { headers[field.name] = field.value.isEmpty ? nil : field.value }
        return try await office.ask(.post, Tus.path, by: identity, headers, body: body)
    }

    /// Begins an upload of the office's case; its address.
    func begin(_ length: Int, facts: String? = nil) async throws -> String {
        let answer = try await create(length, facts: facts ?? self.facts())
        #expect(answer.status == .created, "\(answer.text)")
        return try #require(answer.headers[.location])
    }

    func patch(_ place: String, _ offset: Int, _ bytes: Data, _ more: HTTPFields = [:]) async throws -> TestResponse {
        var headers: HTTPFields = [
            .tusResumable: "1.0.0", .uploadOffset: String(offset), .contentType: Tus.contentType,
            .contentLength: String(bytes.count),
        ]
        for field in more { headers[field.name] = field.value.isEmpty ? nil : field.value }
        return try await office.ask(.patch, place, by: identity, headers, body: bytes)
    }

    func head(_ place: String) async throws -> TestResponse {
        try await office.ask(.head, place, by: identity, [.tusResumable: "1.0.0"])
    }

    func offset(_ place: String) async throws -> Int? {
        try await head(place).headers[.uploadOffset].flatMap { Int($0) }
    }

    func list() async throws -> [JSONValue] {
        let answer = try await office.ask(.get, "/api/v1/cases/\(office.caseID)/attachments", by: identity)
        guard case .array(let items)? = answer.tree["items"] else { return [] }
        return items
    }
}

/// Bytes that look like a PDF.
func paper(_ size: Int, seed: Int = 1) -> Data {
    var data = Data("%PDF-1.4\n\(seed)\n".utf8)
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    while data.count < size {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        data.append(UInt8(truncatingIfNeeded: state))
    }
    return data.prefix(size)
}

func hex(_ data: Data) -> String {
    SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined()
}
