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

    /// The items of a list, its first page of 200.
    func list<Item: Decodable>(_ path: String, of type: Item.Type) async throws -> [Item] {
        let page: Page<Item> = try await send(request(path + (path.contains("?") ? "&" : "?") + "limit=200"), "GET \(path)")
        return page.items
    }

    /// Posts `body` and decodes the answer. Throws `LaunchError` with the API's own words where it refuses.
    func post<Answer: Decodable>(_ path: String, _ body: some Encodable, key: String) async throws -> Answer {
        var request = request(path)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Idempotency-Key", value: key)
        request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(body)))
        return try await send(request, "POST \(path)")
    }

    /// A request that carries the token.
    func request(_ path: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: address + path)
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "Accept-Language", value: "en")
        return request
    }

    private func send<Answer: Decodable>(_ request: HTTPClientRequest, _ what: String) async throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: try await bytes(request, what))
    }

    /// The content of an answer. Throws `LaunchError` with the API's own words where it refuses.
    func bytes(_ request: HTTPClientRequest, _ what: String, within seconds: Int64 = 30, atMost maximum: Int = 4 << 20) async throws -> Data
    {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(seconds))
        let answer = Data(try await response.body.collect(upTo: maximum).readableBytesView)
        guard (200..<300).contains(response.status.code) else {
            throw LaunchError("\(what) was answered with \(response.status.code)", remedy: APIRefusal.lines(of: answer))
        }
        return answer
    }

    private struct Page<Item: Decodable>: Decodable {
        let items: [Item]
    }

    private struct Made: Decodable {
        let id: String
    }
}
