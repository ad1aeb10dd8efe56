import Foundation
import JWTKit
package import Models

/// Verifies tokens with Portal's public keys (``PublicKeys``), and refuses what is over, not begun, or revoked. Every service does it for itself.
package struct TokenVerifier: Sendable {
    /// How far clocks of two machines may lie apart, in seconds.
    private static let leeway = 30.0

    private let keys: JWTKeyCollection
    /// Until when the tokens of keys hold that sign no more, in seconds since 1970, by the key's id.
    private let ends: [String: Double]
    private let verified = VerifiedTokens()
    private let clock: WallClock
    /// Whose it is: what is meant for another is refused. Nil takes only what is good everywhere.
    private let service: ServiceName?
    /// What was withdrawn; the service that hears of it writes it here.
    package let revocations: Revocations

    /// - Parameter publicKeyPEM: as ``PublicKeys`` reads it. Throws where one is no Ed25519 key.
    package init(
        publicKeyPEM: String, service: ServiceName? = nil, clock: WallClock = .system, revocations: Revocations = Revocations()
    ) async throws {
        let known = try PublicKeys(publicKeyPEM).all
        keys = JWTKeyCollection()
        // What names no key, or none of ours, is held against the one that signs.
        for key in known { await keys.add(eddsa: try EdDSA.PublicKey(pem: key.pem), kid: JWKIdentifier(string: key.id)) }
        await keys.add(eddsa: try EdDSA.PublicKey(pem: known[0].pem))
        ends = Dictionary(known.compactMap { key in key.endsAt.map { (key.id, $0.timeIntervalSince1970) } }) { first, _ in first }
        self.clock = clock
        self.service = service
        self.revocations = revocations
    }

    /// Whom the token speaks for. Throws ``TokenFault``.
    package func verify(_ token: String) async throws -> Identity {
        guard token.utf8.count <= 4_096,
            let known = try? await verified.claims(of: token, verify: { try await look(at: token) })
        else { throw TokenFault.invalid }
        let claims = known.claims
        let now = clock.now.timeIntervalSince1970
        guard now < known.keyEnds else { throw TokenFault.invalid }
        guard now < Double(claims.exp) else { throw TokenFault.expired }
        guard claims.iat <= now + Self.leeway, claims.hasItsScope, claims.isGood(at: service) else { throw TokenFault.invalid }
        guard revocations.isRead else { throw TokenFault.unsettled }
        guard !revocations.revokes(claims) else { throw TokenFault.revoked }
        return claims.identity
    }

    private func look(at token: String) async throws -> VerifiedTokens.Known {
        let claims = try await keys.verify(token, as: TokenClaims.self)
        guard let header = TokenHeader(of: token) else { throw TokenFault.invalid }
        return VerifiedTokens.Known(claims: claims, keyEnds: header.kid.flatMap { ends[$0] } ?? .infinity)
    }
}

/// What a token says before its claims.
private struct TokenHeader: Decodable {
    /// The key that it names; nil where it names none.
    let kid: String?

    init?(of token: String) {
        guard let header = token.split(separator: ".").first else { return nil }
        let text = String(header).replacing("-", with: "+").replacing("_", with: "/")
        let padded = text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: padded), let found = try? JSONDecoder().decode(Self.self, from: bytes) else { return nil }
        self = found
    }
}

/// Why a token does not hold.
package enum TokenFault: Error, Sendable {
    case invalid, expired, revoked
    /// What was withdrawn is not known yet: the service has just started, or its database has been away since.
    case unsettled

    /// The answer it deserves.
    var problem: Problem {
        switch self {
        case .invalid: .unauthorized(Bilingual(vi: "Token không hợp lệ.", en: "The token is not valid."), error: "invalid_token")
        case .expired: .unauthorized(Bilingual(vi: "Token đã hết hạn.", en: "The token has expired."), error: "invalid_token")
        case .revoked: .unauthorized(Bilingual(vi: "Token đã bị thu hồi.", en: "The token has been revoked."), error: "invalid_token")
        case .unsettled: .unavailable(retryAfter: 2)
        }
    }
}
