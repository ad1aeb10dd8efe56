import Foundation
import JWTKit

/// What a provider says of whoever signed in there (OpenID Connect Core 1.0, section 2).
struct IDToken: JWTPayload, Sendable {
    /// How far the provider's clock may lie from ours, in seconds.
    private static let leeway = 60.0

    let iss: String
    let sub: String
    let aud: Audience
    let azp: String?
    /// Seconds since 1970.
    let exp: Double
    let iat: Double
    let nonce: String?
    /// How its person has shown who they are (RFC 8176).
    let amr: [String]?
    let email: String?
    let isEmailVerified: Loose?

    enum CodingKeys: String, CodingKey {
        case iss, sub, aud, azp, exp, iat, nonce, amr, email
        case isEmailVerified = "email_verified"
    }

    /// The address, where the provider has seen that it is its person's.
    var verifiedEmail: String? { isEmailVerified?.value == true ? email : nil }

    /// Whether the provider asked for a second factor.
    var hasSecondFactor: Bool { amr?.contains("mfa") ?? false }

    /// The signature is looked at by its key; the rest by ``check(_:nonce:at:)``, which knows what was asked for.
    func verify(using algorithm: some JWTAlgorithm) {}

    /// The checks of Core 1.0, 3.1.3.7.
    func check(_ settings: OpenIDSettings, nonce wanted: String, at now: Date) throws(OpenIDFault) {
        let now = now.timeIntervalSince1970
        guard iss == settings.issuer, aud.names.contains(settings.clientID), azp ?? settings.clientID == settings.clientID,
            aud.names.count == 1 || azp != nil, exp > now - Self.leeway, iat < now + Self.leeway, nonce == wanted,
            (1...255).contains(sub.utf8.count)
        else { throw .invalid }
    }

    /// One name, or several. The library's own type ends the process at an empty list.
    struct Audience: Codable, Sendable {
        let names: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            names = try (try? [container.decode(String.self)]) ?? container.decode([String].self)
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(names)
        }
    }

    /// A truth value that some providers write as text.
    struct Loose: Codable, Sendable {
        let value: Bool

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            value = try (try? container.decode(Bool.self)) ?? (container.decode(String.self) == "true")
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(value)
        }
    }
}
