/// Text that a spreadsheet must not take for a formula.
package enum SheetText {
    /// The text with an apostrophe before it where a spreadsheet would take it for a formula (OWASP, CSV injection).
    package static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, ["=", "+", "-", "@", "\t", "\r", "\n"].contains(first) else { return text }
        return "'" + text
    }
}
