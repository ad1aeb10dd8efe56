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

    /// Has Caddy take new settings at its control socket. Throws `LaunchError` with its reason where it does not.
    /// - Parameters:
    ///   - type: `text/caddyfile`, for one.
    ///   - word: what it knows callers by.
    func load(_ settings: String, of type: String, at socket: String, as word: String) async throws {
        let place = socket.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? socket
        var request = HTTPClientRequest(url: "http+unix://\(place)/load")
        request.method = .POST
        // The last: even where nothing of the settings has changed.
        request.headers = ["Host": word, "Origin": "http://\(word)", "Content-Type": type, "Cache-Control": "must-revalidate"]
        request.body = .bytes(ByteBuffer(string: settings))
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, timeout: .seconds(20))
        } catch {
            throw LaunchError("the front door takes no orders: \(error)")
        }
        guard response.status.code != 200 else { return }
        let words = try? await response.body.collect(upTo: 1 << 16)
        throw LaunchError("the front door refuses: \(words.map { String(buffer: $0) } ?? "\(response.status)")")
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
