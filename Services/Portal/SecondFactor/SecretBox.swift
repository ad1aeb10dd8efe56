import Crypto
import Foundation
import ServiceKit

/// Seals what Portal must be able to read again, but its database must not tell: AES-256-GCM under keys derived (HKDF) from the installation's secrets.
struct SecretBox: Sendable {
    /// The one that seals first; the others open what was sealed before it was there.
    private let keys: [SymmetricKey]

    /// - Parameter secrets: of the installation, the present one first; another installation cannot open what this one sealed.
    init(secrets: [String]) {
        keys = secrets.map {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: Data($0.utf8)), salt: Data("caunoi".utf8), info: Data("second factors".utf8),
                outputByteCount: 32)
        }
    }

    /// - Parameter owner: whose it is: sealed for one, it opens for nobody else.
    func seal(_ data: Data, for owner: String) throws -> Data {
        guard let key = keys.first else { throw Problem.internalError() }
        let box = try AES.GCM.seal(data, using: key, authenticating: Data(owner.utf8))
        guard let combined = box.combined else { throw Problem.internalError() }
        return combined
    }

    /// Throws where it was not sealed by this installation for this owner.
    func open(_ sealed: Data, for owner: String) throws -> Data { try opened(sealed, for: owner).data }

    /// The same, and whether a former key had sealed it: then it is to be sealed anew.
    func opened(_ sealed: Data, for owner: String) throws -> (data: Data, isOld: Bool) {
        let box = try AES.GCM.SealedBox(combined: sealed)
        for (index, key) in keys.enumerated() {
            if let data = try? AES.GCM.open(box, using: key, authenticating: Data(owner.utf8)) { return (data, index > 0) }
        }
        throw CryptoKitError.authenticationFailure
    }
}
