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

    /// The clock: the machine's, moved by the seconds in `clock.file` where one is named. Throws ``ConfigurationError`` where this is no
    /// demonstration: what is written into real cases bears the true time.
    package func clock() throws -> WallClock {
        guard let file = value(.clockFile) else { return .system }
        guard try isDemonstration() else {
            throw ConfigurationError(
                "\(Setting.clockFile.variable) is set, and this is no demonstration; unset it, or start with caunoi up --demo --clock FILE")
        }
        return .shifted(byFile: file)
    }

    /// Whether nothing here is real. Throws ``ConfigurationError``.
    package func isDemonstration() throws -> Bool { try choice(.demonstration, of: ["yes", "no"]) == "yes" }

    /// How many times the usual rates an account may call what is costly. Throws ``ConfigurationError``.
    package func callScale() throws -> Int {
        let scale = try number(.callScale)
        guard scale > 0 else { throw ConfigurationError("\(Setting.callScale.variable) must be above 0") }
        return scale
    }

    /// Which lines to databases and brokers may go without verified TLS. Throws ``ConfigurationError``.
    package func plainLines() throws -> PlainLines {
        PlainLines(rawValue: try choice(.plainLines, of: PlainLines.allCases.map(\.rawValue))) ?? .loopback
    }

    /// Where the service listens, without TLS. Throws ``ConfigurationError`` where others could reach it and nobody has said that the network between
    /// the machines is guarded (OWASP ASVS 5.0, V12.3.3).
    package func listeningHost() throws -> String {
        let host = try required(.httpHost)
        guard PlainLines.leavesTheMachine(to: host), try plainLines() == .loopback else { return host }
        throw ConfigurationError(
            """
            \(Setting.httpHost.variable)=\(host) can be reached from other machines, and services speak plain HTTP; use 127.0.0.1, or set \
            \(Setting.plainLines.variable)=trusted_network where the network is guarded in another way
            """)
    }

    package var mailURL: String? { value(.mailURL) }
    package var mailCAFile: String? { value(.mailCAFile) }
    package var mailFrom: String { value(.mailFrom) ?? "caunoi@localhost" }
    package var mailUsername: String? { value(.mailUsername) }
    package var mailPassword: String? { value(.mailPassword) }

    /// Portal's public keys, as ``PublicKeys`` reads them. Throws ``ConfigurationError``.
    package func tokenPublicKeyPEM() throws -> String { try contents(.tokenPublicKey) }

    /// Portal's private key, as PEM. Throws ``ConfigurationError``, also where others than its owner may read the file.
    package func tokenPrivateKeyPEM() throws -> String {
        try secret(.tokenPrivateKey)
    }

    /// The secrets that second factors are sealed with, the one that seals first; the token's private key alone where no file of them is named.
    /// Throws ``ConfigurationError``.
    package func sealingSecrets() throws -> [String] {
        guard value(.sealingKeys) != nil else { return [try tokenPrivateKeyPEM()] }
        let text = try secret(.sealingKeys)
        guard let secrets = try? JSONDecoder().decode([String].self, from: Data(text.utf8)), !secrets.isEmpty else {
            throw ConfigurationError("\(Setting.sealingKeys.variable) names a file that is no JSON list of secrets")
        }
        return secrets
    }

    /// The content of a file that its owner alone may read.
    private func secret(_ setting: Setting) throws -> String {
        let path = try required(setting)
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        if let mode = attributes?[.posixPermissions] as? Int, mode & 0o077 != 0 {
            throw ConfigurationError("\(path) can be read by others; run chmod 600 on it")
        }
        return try contents(setting)
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
