package import JWTKit

/// What Portal says of the audit trail's chain, signed (a JWS of EdDSA): each kind by a word of its own, so that none is taken for another, nor for
/// somebody's token.
package protocol TrailStatement: JWTPayload {
    static var kind: String { get }
    var typ: String { get }
}

extension TrailStatement {
    package func verify(using algorithm: some JWTAlgorithm) throws {
        guard typ == Self.kind else { throw TokenFault.invalid }
    }

    /// Throws where Portal did not sign it, with any of its keys of all times (``PublicKeys``).
    package static func verified(_ token: String, publicKeyPEM: String) async throws -> Self {
        let keys = JWTKeyCollection()
        for key in try PublicKeys(publicKeyPEM).all {
            await keys.add(eddsa: try EdDSA.PublicKey(pem: key.pem), kid: JWKIdentifier(string: key.id))
        }
        return try await keys.verify(token, as: Self.self, iteratingKeys: true)
    }
}
