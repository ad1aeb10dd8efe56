package import Foundation
package import JWTKit

/// What Portal says of the audit trail's chain, signed (a JWS of EdDSA): each kind by a word of its own, so that none is taken for another, nor for
/// somebody's token.
package protocol TrailStatement: JWTPayload {
    static var kind: String { get }
    var typ: String { get }
    /// When it was signed; nil of what does not say so.
    var signedAt: Date? { get }
}

extension TrailStatement {
    package func verify(using algorithm: some JWTAlgorithm) throws {
        guard typ == Self.kind else { throw TokenFault.invalid }
    }

    /// Throws where Portal did not sign it, with any of its keys of all times (``PublicKeys``), or with one whose time was over. Of a stolen key nobody
    /// can tell what it signed with an earlier date.
    package static func verified(_ token: String, publicKeyPEM: String) async throws -> Self {
        for key in try PublicKeys(publicKeyPEM).all {
            let keys = await JWTKeyCollection().add(eddsa: try EdDSA.PublicKey(pem: key.pem))
            guard let statement = try? await keys.verify(token, as: Self.self) else { continue }
            if let end = key.endsAt, let signedAt = statement.signedAt, signedAt > end { break }
            return statement
        }
        throw TokenFault.invalid
    }
}
