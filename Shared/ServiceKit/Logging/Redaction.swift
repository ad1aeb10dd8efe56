/// Keeps what must never stand in a log out of it: tokens, passwords, the user and password in a URL.
enum Redaction {
    static let blot = "[secret]"

    private static let secretNames = ["password", "secret", "token", "authorization", "cookie", "private_key"]

    /// Whether a key's value is a secret by its name.
    static func isSecret(_ key: String) -> Bool {
        secretNames.contains { secret in
            let start = key.utf8.count - secret.utf8.count
            guard start >= 0, key.utf8.suffix(secret.utf8.count).elementsEqual(secret.utf8, by: { $0 | 0x20 == $1 | 0x20 }) else {
                return false
            }
            return start == 0 || separators.contains(key.utf8[key.utf8.index(key.startIndex, offsetBy: start - 1)])
        }
    }

    private static let separators = [UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-")]

    /// A text without tokens (`eyJ….….…`) and secrets of programs (`caunoi_…`), and without what stands before `@` in a URL's authority.
    static func clean(_ text: String) -> String {
        guard mayHoldSecrets(text) else { return text }
        return text.replacing(/eyJ[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]*/, with: blot)
            .replacing(/caunoi_[A-Za-z0-9_\-]{43}/, with: blot)
            .replacing(/:\/\/[^\s\/@]+@/, with: "://\(blot)@")
            .replacing(/password=[^\s&]+/.ignoresCase(), with: "password=\(blot)")
    }

    /// Looks for what no secret is without: an `@`, the `eyJ` of a token, the `i_` of a program's, the `d=` of a password's assignment.
    private static func mayHoldSecrets(_ text: String) -> Bool {
        var (last, before) = (UInt8(0), UInt8(0))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "@"): return true
            case UInt8(ascii: "J"): if last == UInt8(ascii: "y"), before == UInt8(ascii: "e") { return true }
            case UInt8(ascii: "_"): if last == UInt8(ascii: "i") { return true }
            case UInt8(ascii: "="): if last | 0x20 == UInt8(ascii: "d") { return true }
            default: break
            }
            (before, last) = (last, byte)
        }
        return false
    }
}
