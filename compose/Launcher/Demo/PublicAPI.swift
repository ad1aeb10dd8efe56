import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The JSON API behind the front door, as a program with a token uses it.
struct PublicAPI: Sendable {
    /// Scheme, host and port.
    let address: String
    let token: String

    /// Posts `body` and answers the `id` of what was made. `key` is the Idempotency-Key: a repeat makes nothing twice.
    func create(_ path: String, _ body: some Encodable, key: String) async throws -> String {
        let made: Made = try await post(path, body, key: key)
        return made.id
    }

    /// Posts `body` and decodes the answer. Throws `LaunchError` with the API's own words where it refuses.
    func post<Answer: Decodable>(_ path: String, _ body: some Encodable, key: String) async throws -> Answer {
        var request = HTTPClientRequest(url: address + path)
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "Idempotency-Key", value: key)
        request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(body)))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let answer = Data(try await response.body.collect(upTo: 1 << 20).readableBytesView)
        guard (200..<300).contains(response.status.code) else {
            throw LaunchError("POST \(path) was answered with \(response.status.code)", remedy: String(decoding: answer, as: UTF8.self))
        }
        return try JSONDecoder().decode(Answer.self, from: answer)
    }

    private struct Made: Decodable {
        let id: String
    }
}
