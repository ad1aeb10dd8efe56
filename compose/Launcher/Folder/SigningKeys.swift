import Foundation
import ServiceKit

/// Portal's Ed25519 key pair, made at the first start (RFC 8410: PKCS #8 and SubjectPublicKeyInfo, as PEM).
enum SigningKeys {
    /// Makes both files where one is missing; the private one is readable by its owner alone.
    static func make(in folder: DataFolder) async throws {
        if FileManager.default.fileExists(atPath: folder.privateKey), FileManager.default.fileExists(atPath: folder.publicKey) { return }
        let key = try TokenSigner.newPrivateKeyPEM()
        try await PrivateFile.write(TokenSigner(privateKeyPEM: key).publicKeyPEM + "\n", to: folder.publicKey)
        try PrivateFile.write(key + "\n", to: folder.privateKey)
    }
}
