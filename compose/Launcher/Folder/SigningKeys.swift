import Foundation
import ServiceKit

/// Portal's Ed25519 key pair (RFC 8410: PKCS #8 and SubjectPublicKeyInfo, as PEM), made at the first start and renewed at the first start after ninety
/// days. The public file keeps the former keys too (``PublicKeys``): their tokens hold for a day, what they signed of the audit trail for ever.
enum SigningKeys {
    /// Seconds after which a start takes a new one.
    static let life: TimeInterval = 90 * 86_400
    /// Seconds that the longest token lives.
    static let longestToken: TimeInterval = TimeInterval(TokenIssue.longestLife)

    /// Makes what is missing, goes on with a renewal that was cut short, and renews a key whose time is over.
    static func make(in folder: DataFolder, at now: Date = Date()) async throws {
        try await settle(folder)
        // First, so that no key is taken for one that has sealed before.
        try SealingKeys.make(in: folder)
        let files = FileManager.default
        switch (files.fileExists(atPath: folder.privateKey), files.fileExists(atPath: folder.publicKey)) {
        case (true, true): break
        case (false, true): return try await renew(in: folder, keeping: longestToken, at: now)
        case (true, false):
            let key = try String(contentsOfFile: folder.privateKey, encoding: .utf8)
            return try await write(PublicKeys(TokenSigner(privateKeyPEM: key).publicKeyPEM), to: folder, from: now)
        case (false, false):
            let key = try TokenSigner.newPrivateKeyPEM()
            try await write(PublicKeys(TokenSigner(privateKeyPEM: key).publicKeyPEM), to: folder, from: now)
            return try PrivateFile.write(key + "\n", to: folder.privateKey)
        }
        let keys = try known(in: folder)
        guard let madeAt = keys.all[0].madeAt else { return try write(keys, to: folder, from: now) }
        if now.timeIntervalSince(madeAt) > life { try await renew(in: folder, keeping: longestToken, at: now) }
    }

    /// The public file; the key that signs has been in use from `now`, where nothing says since when.
    private static func write(_ keys: PublicKeys, to folder: DataFolder, from now: Date) throws {
        var keys = keys
        keys.date(from: now)
        try PrivateFile.write(keys.text, to: folder.publicKey)
    }

    /// Another key signs from the next start on; tokens of the present one hold for `seconds` more.
    static func renew(in folder: DataFolder, keeping seconds: TimeInterval, at now: Date = Date()) async throws {
        let key = try TokenSigner.newPrivateKeyPEM()
        try PrivateFile.write(key + "\n", to: folder.nextPrivateKey)
        var keys = try known(in: folder)
        keys.begin(try await TokenSigner(privateKeyPEM: key).publicKeyPEM, at: now, keeping: seconds)
        try PrivateFile.write(keys.text, to: folder.publicKey)
        try await settle(folder)
    }

    /// The public keys of all times.
    static func known(in folder: DataFolder) throws -> PublicKeys {
        do {
            return try PublicKeys(String(contentsOfFile: folder.publicKey, encoding: .utf8))
        } catch {
            throw LaunchError("the public keys in \(folder.publicKey) cannot be read: \(error)")
        }
    }

    /// Puts the next private key in its place once the public file has it; one that the file does not have came too early, and goes.
    private static func settle(_ folder: DataFolder) async throws {
        guard let next = try? String(contentsOfFile: folder.nextPrivateKey, encoding: .utf8) else { return }
        let id = (try? await TokenSigner(privateKeyPEM: next)).map { PublicKeys.Key(pem: $0.publicKeyPEM).id }
        if let id, try known(in: folder).all[0].id == id {
            guard rename(folder.nextPrivateKey, folder.privateKey) == 0 else {
                throw LaunchError("\(folder.privateKey) cannot be put in place: \(systemReason(errno))")
            }
        } else {
            unlink(folder.nextPrivateKey)
        }
    }
}
