package import Hummingbird

/// The cookies of a signed-in browser.
package enum SessionCookie: String, CaseIterable, Sendable {
    /// Holds the same token that programs send as a bearer.
    case token = "caunoi_token"
    /// The long-lived one beside it, which Portal alone reads: as long as it is there, a token that is over can be renewed.
    case session = "caunoi_session"
    /// A sign-in that waits for its second factor.
    case pending = "caunoi_pending"
    /// A way to the identity provider and back.
    case visit = "caunoi_visit"
    /// The browser that asked for a link to choose a password anew.
    case asked = "caunoi_asked"
    /// Who has signed in in this browser before; it outlives the visits.
    case browser = "caunoi_browser"

    /// Over https with the prefix by which a browser takes it from this very host only (RFC 6265bis, 4.1.3.2): another host of the same domain
    /// cannot set ours.
    package func name(isSecure: Bool) -> String { isSecure ? "__Host-\(rawValue)" : rawValue }
}

extension Request {
    /// Whether the browser came over https, as the front door says, which overwrites what others say.
    package var isSecure: Bool { headers[.xForwardedProto] == "https" }

    package func cookie(_ cookie: SessionCookie) -> String? {
        self.cookie(named: cookie.name(isSecure: isSecure))
    }

    /// The value of the first cookie of that name, as it came (RFC 6265, 5.4). Every request asks for two of them: they are not all parsed.
    package func cookie(named name: String) -> String? {
        for header in headers[values: .cookie] {
            var rest = Substring(header).utf8
            while !rest.isEmpty {
                let pair = rest.prefix { $0 != UInt8(ascii: ";") }
                rest = rest.dropFirst(pair.count + 1)
                let trimmed = pair.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                guard trimmed.starts(with: name.utf8) else { continue }
                let value = trimmed.dropFirst(name.utf8.count)
                if value.first == UInt8(ascii: "=") { return String(Substring(value.dropFirst())) }
            }
        }
        return nil
    }
}
