import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import NIOCore

@testable import ServiceKit

/// A router with the conventions of the house, a few routes to try them on, and someone who signs tokens.
struct HouseOfTests {
    let signer: TokenSigner
    let tokens: TokenVerifier
    let metrics = PrometheusMetrics()
    let centre = OrganisationID(at: Date())

    init(clock: WallClock = .system) async throws {
        signer = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM(), clock: clock)
        tokens = try await TokenVerifier(publicKeyPEM: signer.publicKeyPEM)
    }

    var staff: Identity { Identity(subject: "account-1", name: "Hoàng Thị Mỷ", role: .staff, organisation: centre, jti: "token-1") }

    /// An `Authorization` header of `identity`, of the staff by default.
    func bearer(_ identity: Identity? = nil, lifetime: Int = 300) async throws -> HTTPFields {
        [.authorization: "Bearer \(try await signer.sign(identity ?? staff, lifetime: lifetime))"]
    }

    /// The routes that tests try the conventions on.
    private static let endpoints = [
        Endpoint(.get, "/api/v1/fail", nil), Endpoint(.get, "/page", nil), Endpoint(.get, "/lost", nil),
        Endpoint(.patch, "/api/v1/things/{id}", nil), Endpoint(.get, "/api/v1/trace", nil), Endpoint(.get, "/paper", nil),
        Endpoint(.post, "/api/v1/things", nil), Endpoint(.get, "/api/v1/things", nil), Endpoint(.post, "/api/v1/slow", nil),
        Endpoint(.get, "/api/v1/me", nil), Endpoint(.get, "/api/v1/leaders", nil),
    ]

    /// Runs `body` on `routes` within the house.
    func test(
        _ routes: @escaping @Sendable (Router<ServiceContext>) -> Void, page: ProblemPage? = nil, renewal: SessionRenewal? = nil,
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        var parts = Parts(routes: routes, problemPage: page, renewal: renewal)
        parts.trialEndpoints = Self.endpoints
        let router = try ServiceRouter.build(parts, tokens: tokens, metrics: metrics)
        try await Application(router: router).test(.router, body)
    }
}

extension TestResponse {
    /// The body as a tree.
    func tree() throws -> JSONValue { try JSONParser.parse(body.readableBytesView) }

    var text: String { String(buffer: body) }
}
