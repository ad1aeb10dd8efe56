package import Foundation
import Logging
package import Models

extension ServiceConfiguration {
    /// The data folder.
    package var data: URL { URL(filePath: value(.data) ?? ".caunoi", directoryHint: .isDirectory) }

    /// The folder of the papers.
    package var papers: URL {
        value(.papers).map { URL(filePath: $0, directoryHint: .isDirectory) } ?? data.appending(path: "papers", directoryHint: .isDirectory)
    }

    /// The front door's address, without a slash at its end.
    package var publicURL: String {
        let url = value(.publicURL) ?? ""
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    /// Throws ``ConfigurationError``.
    package func trustedProxies() throws -> TrustedProxies { try TrustedProxies(value(.trustedProxies) ?? "") }

    /// The clock: the machine's, moved by the seconds in `clock.file` where one is named.
    package var clock: WallClock { value(.clockFile).map(WallClock.shifted(byFile:)) ?? .system }

    package var mailURL: String? { value(.mailURL) }
    package var mailCAFile: String? { value(.mailCAFile) }
    package var mailFrom: String { value(.mailFrom) ?? "caunoi@localhost" }
    package var mailUsername: String? { value(.mailUsername) }
    package var mailPassword: String? { value(.mailPassword) }

    /// Portal's public key, as PEM. Throws ``ConfigurationError``.
    package func tokenPublicKeyPEM() throws -> String { try contents(.tokenPublicKey) }

    /// Portal's private key, as PEM. Throws ``ConfigurationError``, also where others than its owner may read the file.
    package func tokenPrivateKeyPEM() throws -> String {
        let path = try required(.tokenPrivateKey)
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        if let mode = attributes?[.posixPermissions] as? Int, mode & 0o077 != 0 {
            throw ConfigurationError("\(path) can be read by others; run chmod 600 on it")
        }
        return try contents(.tokenPrivateKey)
    }

    func logLevel() throws -> Logger.Level {
        let text = try required(.logLevel)
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            throw ConfigurationError("\(Setting.logLevel.variable) is “\(text)”; it must be one of: \(Setting.logLevel.meaning)")
        }
        return level
    }

    private func contents(_ setting: Setting) throws -> String {
        let path = try required(setting)
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw ConfigurationError("\(setting.variable) names \(path), which cannot be read: \(error.localizedDescription)")
        }
    }
}
