import Crypto
import Foundation
import ServiceKit

/// Seals what Portal must be able to read again, but its database must not tell: AES-256-GCM under a key derived (HKDF) from Portal's private key.
struct SecretBox: Sendable {
    private let key: SymmetricKey

    /// - Parameter secret: of the installation; another one cannot open what this one sealed.
    init(secret: String) {
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Data(secret.utf8)), salt: Data("caunoi".utf8), info: Data("second factors".utf8),
            outputByteCount: 32)
    }

    /// - Parameter owner: whose it is: sealed for one, it opens for nobody else.
    func seal(_ data: Data, for owner: String) throws -> Data {
        let box = try AES.GCM.seal(data, using: key, authenticating: Data(owner.utf8))
        guard let combined = box.combined else { throw Problem.internalError() }
        return combined
    }

    /// Throws where it was not sealed by this installation for this owner.
    func open(_ sealed: Data, for owner: String) throws -> Data {
        try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: Data(owner.utf8))
    }
}
