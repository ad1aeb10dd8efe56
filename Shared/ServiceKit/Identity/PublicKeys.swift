import Crypto
package import Foundation
import JWTKit
import Models

/// Portal's public keys, the one it signs with first: a file of PEM blocks (RFC 7468, SubjectPublicKeyInfo), each below lines that say since when it
/// has been in use, and until when its tokens hold where another has taken its place. What it has signed of the audit trail holds for ever.
package struct PublicKeys: Sendable, Equatable {
    /// One of them.
    package struct Key: Sendable, Equatable {
        package let pem: String
        package var madeAt: Date?
        /// Nil of the one that signs.
        package var endsAt: Date?

        package init(pem: String, madeAt: Date? = nil, endsAt: Date? = nil) {
            self.pem = pem
            self.madeAt = madeAt
            self.endsAt = endsAt
        }

        /// By which a token tells whose signature it bears (`kid`): the first eight bytes of the key's SHA-256, in hexadecimal digits.
        package var id: String { SHA256.hash(data: Data(PublicKeys.body(of: pem).utf8)).prefix(8).hexadecimal }
    }

    package private(set) var all: [Key] = []

    /// Throws ``ConfigurationError`` where there is no key, or a line that says nothing known.
    package init(_ text: String) throws {
        var (madeAt, endsAt) = (Date?.none, Date?.none)
        var block: [Substring]?
        for line in text.split(whereSeparator: \.isNewline) {
            if line == Self.begin {
                block = [line]
            } else if block != nil {
                block?.append(line)
                guard line == Self.end else { continue }
                all.append(Key(pem: (block ?? []).joined(separator: "\n"), madeAt: madeAt, endsAt: endsAt))
                (madeAt, endsAt, block) = (nil, nil, nil)
            } else if let instant = Self.instant(line, Self.made) {
                madeAt = instant
            } else if let instant = Self.instant(line, Self.until) {
                endsAt = instant
            } else {
                throw ConfigurationError("a file of public keys has a line that is none of it: “\(line.prefix(60))”")
            }
        }
        guard block == nil, !all.isEmpty else { throw ConfigurationError("a file of public keys holds no whole key (PEM)") }
        for key in all { _ = try EdDSA.PublicKey(pem: key.pem) }
    }

    /// The file's content.
    package var text: String {
        all.map { key in
            [key.madeAt.map { Self.made + Instant.format($0) }, key.endsAt.map { Self.until + Instant.format($0) }, key.pem]
                .compactMap(\.self).joined(separator: "\n") + "\n"
        }.joined()
    }

    /// Puts another key in the first place. Tokens of those before hold for `seconds` more at most.
    package mutating func begin(_ pem: String, at now: Date, keeping seconds: TimeInterval) {
        let end = now.addingTimeInterval(seconds)
        for index in all.indices { all[index].endsAt = min(all[index].endsAt ?? end, end) }
        all.insert(Key(pem: pem, madeAt: now), at: 0)
    }

    /// The one that signs has been in use from `instant`, where nothing says since when.
    package mutating func date(from instant: Date) {
        all[0].madeAt = all[0].madeAt ?? instant
    }

    private static let begin: Substring = "-----BEGIN PUBLIC KEY-----"
    private static let end: Substring = "-----END PUBLIC KEY-----"
    private static let made = "Made: "
    private static let until = "Until: "

    private static func instant(_ line: Substring, _ name: String) -> Date? {
        line.hasPrefix(name) ? Instant.parse(String(line.dropFirst(name.count))) : nil
    }

    fileprivate static func body(of pem: String) -> String {
        pem.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined()
    }
}
