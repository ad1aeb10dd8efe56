import JWTKit
package import Models

/// Signs tokens with Portal's Ed25519 key, and says with which (`kid`). Tokens live on the machine's own clock, never on a demonstration's moved one.
package struct TokenSigner: Sendable {
    let keys: JWTKeyCollection
    private let id: JWKIdentifier
    private let clock: WallClock
    /// The key's public half, as PEM, for the other services.
    package let publicKeyPEM: String

    /// - Parameter privateKeyPEM: PKCS#8. Throws where it is no Ed25519 key.
    package init(privateKeyPEM: String, clock: WallClock = .system) async throws {
        let key = try EdDSA.PrivateKey(pem: privateKeyPEM)
        publicKeyPEM = key.publicKey.pemRepresentation
        id = JWKIdentifier(string: PublicKeys.Key(pem: publicKeyPEM).id)
        keys = await JWTKeyCollection().add(eddsa: key, kid: id)
        self.clock = clock
    }

    /// A new private key as PEM, to be kept in a file of mode 0600.
    package static func newPrivateKeyPEM() throws -> String {
        try EdDSA.PrivateKey(curve: .ed25519).pemRepresentation
    }

    /// A token that speaks for `identity` for `lifetime` seconds, at one service or, where none is named, at all.
    package func sign(_ identity: Identity, lifetime: Int, only service: ServiceName? = nil) async throws -> String {
        try await keys.sign(TokenClaims(identity, at: clock.now, lifetime: lifetime, only: service), kid: id)
    }

    /// What Portal says of the audit trail's chain.
    package func sign(_ statement: some TrailStatement) async throws -> String { try await keys.sign(statement, kid: id) }
}
