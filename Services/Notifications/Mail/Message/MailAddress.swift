/// An address that mail can be sent to (RFC 5321 §4.1.2, without quoted local parts and address literals), with the name that is shown.
struct MailAddress: Hashable, Sendable {
    let name: String?
    /// `local@domain`, in ASCII.
    let address: String

    /// Nil where `address` is none: nothing that could break out of a header or a command of SMTP gets through.
    init?(_ address: String, name: String? = nil) {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard address.utf8.count <= 254, parts.count == 2, Self.isLocal(parts[0]), Self.isDomain(parts[1]) else { return nil }
        self.address = address
        self.name = name
    }

    /// Reads `address` or `Name <address>`.
    init?(text: String) {
        guard let open = text.lastIndex(of: "<"), text.hasSuffix(">") else {
            self.init(text)
            return
        }
        let name = text[..<open].filter { $0 != "\"" }.split(separator: " ").joined(separator: " ")
        self.init(String(text[text.index(after: open)...].dropLast()), name: name.isEmpty ? nil : name)
    }

    var domain: String { String(address.drop { $0 != "@" }.dropFirst()) }

    private static func isLocal(_ text: Substring) -> Bool {
        let special = Set("!#$%&'*+-/=?^_`{|}~.".utf8)
        let isDotted = text.hasPrefix(".") || text.hasSuffix(".") || text.contains("..")
        return (1...64).contains(text.utf8.count) && !isDotted && text.utf8.allSatisfy { $0.isLetterOrDigit || special.contains($0) }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
        }
    }
}

extension UInt8 {
    /// Whether it is an ASCII letter or digit.
    var isLetterOrDigit: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
