import Pages

/// Where to go after signing in: a page of ours, named by its path; anything else leads home.
struct NextPage: Sendable {
    let path: String

    /// - Parameter text: the value of `next`, decoded. Other sites (`//evil`, `/\evil`, `https:`), and the pages of signing in themselves, are
    ///   not gone to.
    init(_ text: String?) {
        path = text.flatMap { Self.isOurs($0) ? $0 : nil } ?? "/"
    }

    /// For a query.
    var escaped: String { Address.escaped(path) }

    private static func isOurs(_ text: String) -> Bool {
        guard text.hasPrefix("/"), !text.hasPrefix("//"), text.utf8.count <= 2_000 else { return false }
        // Browsers take a backslash for a slash, and drop tabs and line ends.
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else { return false }
        let path = text.prefix { $0 != "?" && $0 != "#" }
        return !["/sign-in", "/sign-out"].contains(path) && !["/session/", "/sign-in/", "/account/link"].contains { path.hasPrefix($0) }
    }
}
