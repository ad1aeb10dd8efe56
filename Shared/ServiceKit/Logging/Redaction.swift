/// Keeps what must never stand in a log out of it: tokens, passwords, the user and password in a URL.
enum Redaction {
    static let blot = "[secret]"

    private static let secretNames = ["password", "secret", "token", "authorization", "cookie", "private_key"]

    /// Whether a key's value is a secret by its name.
    static func isSecret(_ key: String) -> Bool {
        let name = key.lowercased()
        return secretNames.contains { name == $0 || name.hasSuffix("_" + $0) || name.hasSuffix("." + $0) || name.hasSuffix("-" + $0) }
    }

    /// A text without tokens (`eyJ….….…`) and without what stands before `@` in a URL's authority.
    static func clean(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "@")) || text.contains("eyJ") || text.contains("assword=") else { return text }
        return text.replacing(/eyJ[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]*/, with: blot)
            .replacing(/:\/\/[^\s\/@]+@/, with: "://\(blot)@")
            .replacing(/password=[^\s&]+/.ignoresCase(), with: "password=\(blot)")
    }
}
