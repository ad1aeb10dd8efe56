import Foundation
import ServiceKit

/// The identity provider by which people may sign in beside their password (OpenID Connect Core 1.0), as the installation names it.
struct OpenIDSettings: Sendable {
    /// Exactly as the provider calls itself in its tokens.
    let issuer: String
    let clientID: String
    /// Nil for a public client, which PKCE alone protects (RFC 7636).
    let clientSecret: String?
    /// As people call it.
    let name: String
    /// Whether a provider's verified address opens the one account that has it. Else each person connects theirs first.
    let linksByEmail: Bool
    /// Whether a second factor that the provider asked for (`mfa` in `amr`, RFC 8176) stands in for ours.
    let trustsSecondFactor: Bool

    /// Nil where no provider is named. Throws ``ConfigurationError``.
    static func read(_ configuration: ServiceConfiguration) throws -> OpenIDSettings? {
        guard let issuer = configuration.value(.openIDIssuer) else { return nil }
        guard isSafe(issuer), let parts = URLComponents(string: issuer), parts.query == nil, parts.fragment == nil else {
            throw ConfigurationError(
                "\(Setting.openIDIssuer.variable) is “\(issuer)”; it must be the https address by which the provider calls itself")
        }
        return OpenIDSettings(
            issuer: issuer, clientID: try configuration.required(.openIDClientID), clientSecret: configuration.value(.openIDClientSecret),
            name: configuration.value(.openIDName) ?? parts.host ?? issuer,
            linksByEmail: try configuration.choice(.openIDAccounts, of: ["connected", "email"]) == "email",
            trustsSecondFactor: try configuration.choice(.openIDSecondFactor, of: ["ours", "theirs"]) == "theirs")
    }

    /// Whether nobody on the way can read or change what is sent there: https, or this machine itself.
    static func isSafe(_ address: String) -> Bool {
        guard let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty, parts.user == nil else { return false }
        return parts.scheme == "https" || (parts.scheme == "http" && ["localhost", "127.0.0.1", "[::1]", "::1"].contains(host))
    }
}
