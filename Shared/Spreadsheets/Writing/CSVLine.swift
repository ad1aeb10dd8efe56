/// A record of a file of comma-separated values (RFC 4180).
package enum CSVLine {
    /// What a file begins with, so that spreadsheets read it as UTF-8.
    package static let mark = "\u{FEFF}"

    /// With its line end. Texts that a spreadsheet would take for a formula are made harmless.
    package static func of(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\r\n" }

    private static func field(_ text: String) -> String {
        let text = isNumber(text) ? text : SheetText.harmless(text)
        guard text.unicodeScalars.contains(where: { [",", "\"", "\r", "\n"].contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private static func isNumber(_ text: String) -> Bool { Int(text) != nil && !text.hasPrefix("+") }
}
