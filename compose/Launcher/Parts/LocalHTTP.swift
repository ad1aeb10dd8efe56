import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Asks our own parts on loopback.
struct LocalHTTP: Sendable {
    private let client: HTTPClient

    init() {
        client = .shared
    }

    /// The status of the answer; nil where none comes within a second.
    func answer(port: Int, path: String) async -> Int? {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        guard let response = try? await client.execute(request, timeout: .seconds(1)) else { return nil }
        return Int(response.status.code)
    }

    /// A JSON answer; nil where none comes.
    func value<Value: Decodable>(_ type: Value.Type, port: Int, path: String) async -> Value? {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        guard let response = try? await client.execute(request, timeout: .seconds(2)), response.status.code == 200,
            let body = try? await response.body.collect(upTo: 1 << 20)
        else { return nil }
        return try? JSONDecoder().decode(type, from: Data(body.readableBytesView))
    }
}
