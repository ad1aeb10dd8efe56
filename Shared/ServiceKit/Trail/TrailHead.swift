package import Foundation
package import JWTKit

/// The head of the chain as it was at an hour, signed by Portal (a JWS of EdDSA): whoever keeps it elsewhere can tell later that the chain was neither
/// cut nor made anew.
package struct TrailHead: JWTPayload, Hashable {
    package static let kind = "caunoi-trail-head"

    package let typ: String
    /// The number of the block.
    package let number: Int
    package let sha256: String
    /// When it was signed, in seconds since 1970.
    package let iat: Int

    package init(_ block: TrailBlock, at now: Date) {
        typ = Self.kind
        number = block.number
        sha256 = block.sha256
        iat = Int(now.timeIntervalSince1970)
    }

    package func verify(using algorithm: some JWTAlgorithm) throws {
        guard typ == Self.kind else { throw TokenFault.invalid }
    }

    /// Whether Portal signed it. Throws where it did not.
    package static func verified(_ token: String, publicKeyPEM: String) async throws -> TrailHead {
        let keys = await JWTKeyCollection().add(eddsa: try EdDSA.PublicKey(pem: publicKeyPEM))
        return try await keys.verify(token, as: TrailHead.self)
    }
}

extension TokenSigner {
    /// Signs the head of the audit trail's chain.
    package func sign(_ head: TrailHead) async throws -> String { try await keys.sign(head) }
}
