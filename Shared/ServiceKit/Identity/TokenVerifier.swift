import Foundation
import JWTKit
package import Models

/// Verifies tokens with Portal's public key, and refuses what is over, not begun, or revoked. Every service does it for itself.
package struct TokenVerifier: Sendable {
    /// How far clocks of two machines may lie apart, in seconds.
    private static let leeway = 30.0

    private let keys: JWTKeyCollection
    private let verified = VerifiedTokens()
    private let clock: WallClock
    /// Whose it is: what is meant for another is refused. Nil takes only what is good everywhere.
    private let service: ServiceName?
    /// What was withdrawn; the service that hears of it writes it here.
    package let revocations: Revocations

    /// - Parameter publicKeyPEM: SubjectPublicKeyInfo. Throws where it is no Ed25519 key.
    package init(
        publicKeyPEM: String, service: ServiceName? = nil, clock: WallClock = .system, revocations: Revocations = Revocations()
    ) async throws {
        keys = await JWTKeyCollection().add(eddsa: try EdDSA.PublicKey(pem: publicKeyPEM))
        self.clock = clock
        self.service = service
        self.revocations = revocations
    }

    /// Whom the token speaks for. Throws ``TokenFault``.
    package func verify(_ token: String) async throws -> Identity {
        guard token.utf8.count <= 4_096,
            let claims = try? await verified.claims(of: token, verify: { try await keys.verify(token, as: TokenClaims.self) })
        else { throw TokenFault.invalid }
        let now = clock.now.timeIntervalSince1970
        guard now < Double(claims.exp) else { throw TokenFault.expired }
        guard claims.iat <= now + Self.leeway, claims.hasItsScope, claims.isGood(at: service) else { throw TokenFault.invalid }
        guard !revocations.revokes(claims) else { throw TokenFault.revoked }
        return claims.identity
    }
}

/// Why a token does not hold.
package enum TokenFault: Error, Sendable {
    case invalid, expired, revoked

    /// The answer it deserves.
    var problem: Problem {
        switch self {
        case .invalid: .unauthorized(Bilingual(vi: "Token không hợp lệ.", en: "The token is not valid."), error: "invalid_token")
        case .expired: .unauthorized(Bilingual(vi: "Token đã hết hạn.", en: "The token has expired."), error: "invalid_token")
        case .revoked: .unauthorized(Bilingual(vi: "Token đã bị thu hồi.", en: "The token has been revoked."), error: "invalid_token")
        }
    }
}
