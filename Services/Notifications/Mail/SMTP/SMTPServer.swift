import Foundation
import ServiceKit

/// A mail server and how to speak to it.
struct SMTPServer: Sendable {
    /// How the connection is guarded.
    enum Security: Sendable, Equatable {
        /// TLS from the first byte (`smtps://`).
        case tls
        /// STARTTLS, and nothing at all without it (`smtp://`).
        case startTLS
        /// STARTTLS where it is offered: `smtp://` to this machine itself, where nobody listens in between.
        case startTLSIfOffered
        /// Never (`smtp+plain://`).
        case plain
    }

    /// As libcurl takes it: `smtp://host:port` or `smtps://host:port`.
    let url: String
    let security: Security
    let username: String?
    let password: String?
    /// The certificates to trust (PEM) instead of the machine's own; nil for those.
    let authorities: String?

    /// Throws ``ConfigurationError`` for what is no address of a mail server.
    init(url text: String, username: String? = nil, password: String? = nil, authorities: String? = nil) throws {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty, parts.path.isEmpty || parts.path == "/",
            parts.user == nil, let security = Self.security(scheme: parts.scheme, host: host)
        else {
            throw ConfigurationError(
                "CAUNOI_MAIL_SMTP_URL is “\(text)”; it must be smtp://host:port, smtps://host:port or smtp+plain://host:port, without a user"
            )
        }
        url = (security == .tls ? "smtps://" : "smtp://") + host + (parts.port.map { ":\($0)" } ?? "")
        self.security = security
        self.username = username
        self.password = password
        self.authorities = authorities
    }

    private static func security(scheme: String?, host: String) -> Security? {
        switch scheme?.lowercased() {
        case "smtps": .tls
        case "smtp": ["127.0.0.1", "[::1]", "::1", "localhost"].contains(host.lowercased()) ? .startTLSIfOffered : .startTLS
        case "smtp+plain": .plain
        default: nil
        }
    }
}
