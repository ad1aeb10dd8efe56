import AsyncHTTPClient
import Foundation
import HTTPTypes
import Models
import NIOCore
import NIOHTTP1
import Outbox
import ServiceKit

/// Asks the services for their parked messages, in the name of the person who looks: each service checks and audits for itself.
struct ParkedDesk: Sendable {
    /// How long a service may take to answer.
    private static let patience = TimeAmount.seconds(5)
    private static let largestAnswer = 8 << 20

    let services: ServiceAddresses
    let signer: TokenSigner

    /// What all services have parked, the oldest first, and which of them did not answer.
    func open(for identity: Identity) async -> (messages: [ParkedView], away: [ServiceName]) {
        await withTaskGroup(of: (ServiceName, [ParkedView]?).self) { group in
            for (service, _) in services.all {
                group.addTask {
                    let found = try? await ask(service, "?limit=200", for: identity, as: ParkedViews.self)
                    return (service, found?.items)
                }
            }
            var (messages, away): ([ParkedView], [ServiceName]) = ([], [])
            for await (service, found) in group {
                if let found { messages += found } else { away.append(service) }
            }
            return (messages.sorted { $0.parkedAt < $1.parkedAt }, away.sorted { $0.rawValue < $1.rawValue })
        }
    }

    /// One of them, whole. Throws 404, or 503 where its service does not answer.
    func find(_ id: ParkedID, of service: ServiceName, for identity: Identity) async throws -> ParkedView {
        try await ask(service, "/\(id)", for: identity, as: ParkedView.self)
    }

    /// Sends it back to its queue.
    func replay(_ id: ParkedID, of service: ServiceName, for identity: Identity) async throws {
        _ = try await ask(service, "/\(id)/replay", body: "{}", for: identity, as: ParkedView.self)
    }

    /// Closes it for good.
    func discard(_ id: ParkedID, of service: ServiceName, because reason: String, for identity: Identity) async throws {
        let body = String(decoding: try MessageCoding.encode(["reason": reason]), as: UTF8.self)
        _ = try await ask(service, "/\(id)/discarding", body: body, for: identity, as: ParkedView.self)
    }

    private func ask<Answer: Decodable>(
        _ service: ServiceName, _ path: String, body: String? = nil, for identity: Identity, as type: Answer.Type
    ) async throws -> Answer {
        guard let address = services.all.first(where: { $0.service == service })?.address else { throw Problem.notFound() }
        var request = HTTPClientRequest(url: address + "/inner/parked" + path)
        request.headers.add(name: "Authorization", value: "Bearer \(try await signer.sign(identity, lifetime: 60, only: service))")
        if let trace = CurrentTrace.traceparent { request.headers.add(name: "traceparent", value: trace) }
        if let body {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let answer: HTTPClientResponse
        let content: ByteBuffer
        do {
            answer = try await InnerClient.shared.execute(request, timeout: Self.patience)
            content = try await answer.body.collect(upTo: Self.largestAnswer)
        } catch {
            throw Problem.unavailable()
        }
        guard answer.status == .ok else { throw Self.problem(answer.status) }
        return try MessageCoding.decode(Answer.self, from: Data(content.readableBytesView))
    }

    private static func problem(_ status: HTTPResponseStatus) -> Problem {
        switch status.code {
        case 404: .notFound()
        case 403: .forbidden()
        case 409: .conflict(Bilingual(vi: "Tin này đã được xử lý xong.", en: "This message has been dealt with already."))
        default: .unavailable()
        }
    }
}
