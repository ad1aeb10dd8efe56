import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The front door as the samples use it: many calls at a time, each repeated while the system is busy or away.
struct SampleAPI: Sendable {
    /// Scheme, host and port.
    let address: String
    let http: HTTPClient
    /// How long a call is repeated before it counts as failed.
    var patience: Duration = .seconds(60)

    /// What came back, of the 200s.
    struct Answer: Sendable {
        let body: Data
        let etag: String?
        /// The same request had been answered before: nothing was made this time.
        let isRepeat: Bool

        func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value { try JSONDecoder().decode(type, from: body) }
    }

    /// An HTTP client with room for `calls` at a time, to be shut down by the caller.
    static func client(calls: Int) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = calls
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Reads `path`. Throws ``SampleRefusal``.
    func get(_ path: String, token: String) async throws -> Answer {
        try await send(request(path, token))
    }

    /// All items of a list, page by page.
    func everything<Item: Decodable>(_ path: String, of type: Item.Type = Item.self, token: String) async throws -> [Item] {
        var items = [Item]()
        var after = ""
        repeat {
            let cursor = after.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let query = "\(path.contains("?") ? "&" : "?")limit=200\(after.isEmpty ? "" : "&after=\(cursor)")"
            let page: Page<Item> = try await get(path + query, token: token).decode()
            items += page.items
            after = page.next ?? ""
        } while !after.isEmpty
        return items
    }

    private struct Page<Item: Decodable>: Decodable {
        let items: [Item]
        let next: String?
    }

    /// Posts `body` under an Idempotency-Key, so that repeating it makes nothing twice. Throws ``SampleRefusal``.
    func post(_ path: String, _ body: some Encodable, key: String, token: String, ifMatch: String? = nil) async throws -> Answer {
        let encoder = JSONEncoder()
        // The same body is the same bytes: the service knows a repeat by them.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var request = request(path, token)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Idempotency-Key", value: key)
        if let ifMatch { request.headers.add(name: "If-Match", value: ifMatch) }
        request.body = .bytes(ByteBuffer(bytes: try encoder.encode(body)))
        return try await send(request)
    }

    private func request(_ path: String, _ token: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: address + path)
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "Accept-Language", value: "en")
        return request
    }

    private func send(_ request: HTTPClientRequest) async throws -> Answer {
        let end = ContinuousClock.now + patience
        var pause = Duration.milliseconds(100)
        while true {
            let refusal: SampleRefusal
            do {
                return try await once(request)
            } catch let error as SampleRefusal {
                refusal = error
            } catch let error as CancellationError {
                throw error
            } catch {
                refusal = SampleRefusal(connection: error)
            }
            guard refusal.passes, ContinuousClock.now < end else { throw refusal }
            try await Task.sleep(for: max(pause, refusal.wait) * Double.random(in: 0.75...1.25))
            pause = min(pause * 2, .seconds(5))
        }
    }

    private func once(_ request: HTTPClientRequest) async throws -> Answer {
        let response = try await http.execute(request, timeout: .seconds(30))
        let body = Data(try await response.body.collect(upTo: 4 << 20).readableBytesView)
        guard (200..<300).contains(response.status.code) else {
            throw SampleRefusal(status: Int(response.status.code), retryAfter: response.headers.first(name: "Retry-After"), body: body)
        }
        return Answer(
            body: body, etag: response.headers.first(name: "ETag"), isRepeat: response.headers.first(name: "Idempotency-Replayed") == "true"
        )
    }
}
