package import JWTKit
package import Models

/// The last block of a day that was dropped when its time was over, signed by Portal: where the chain goes on from.
package struct TrailRoot: JWTPayload, Hashable {
    package static let kind = "caunoi-trail-root"

    package let typ: String
    package let day: LegalDate
    /// The number of the block.
    package let number: Int
    package let sha256: String
    /// How many entries the day had.
    package let entries: Int

    package init(_ block: TrailBlock, entries: Int) {
        typ = Self.kind
        day = block.day
        number = block.number
        sha256 = block.sha256
        self.entries = entries
    }

    package func verify(using algorithm: some JWTAlgorithm) throws {
        guard typ == Self.kind else { throw TokenFault.invalid }
    }

    /// Throws where Portal did not sign it.
    package static func verified(_ token: String, publicKeyPEM: String) async throws -> TrailRoot {
        let keys = await JWTKeyCollection().add(eddsa: try EdDSA.PublicKey(pem: publicKeyPEM))
        return try await keys.verify(token, as: TrailRoot.self)
    }
}

extension TokenSigner {
    /// Signs that a day of the audit trail was dropped.
    package func sign(_ root: TrailRoot) async throws -> String { try await keys.sign(root) }
}
