/// Text as it may stand in a cell.
package enum SheetText {
    private static let beginnings: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n"]

    /// The text with an apostrophe before it where a spreadsheet would take it for a formula (OWASP, CSV injection).
    package static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, beginnings.contains(first) else { return text }
        return "'" + text
    }

    /// What ``harmless(_:)`` was made of: how a file of ours that comes back is read.
    package static func plain(_ text: String) -> String {
        let rest = text.dropFirst()
        guard text.first == "'", let first = rest.unicodeScalars.first, beginnings.contains(first) else { return text }
        return String(rest)
    }
}
