import Foundation

/// A report as CSV (RFC 4180) in UTF-8 with a byte order mark, so that spreadsheets read Vietnamese rightly. The table stands between two blank
/// lines: its heads, then a line for each row.
enum CSVFile {
    static func write(_ document: ReportDocument) -> Data {
        var lines: [[String]] = [
            [document.unit], [document.sign], [document.title], [document.period], [document.counted], [document.counts], [],
            [document.rowHeading] + heads(document),
        ]
        lines += document.lines.map { [$0.title] + $0.figures.map(String.init) }
        lines += [[], [document.notesTitle]] + document.notes.map { [$0] }
        let text = lines.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
        return Data("\u{FEFF}".utf8) + Data(text.utf8)
    }

    /// `Category: Children (8)`: the heading over a column goes before it.
    private static func heads(_ document: ReportDocument) -> [String] {
        document.groups.flatMap { group in
            group.columns.map { index in (group.title.map { "\($0): " } ?? "") + "\(document.columns[index]) (\(index + 1))" }
        }
    }

    private static func field(_ text: String) -> String {
        let text = isNumber(text) ? text : SheetText.harmless(text)
        guard text.unicodeScalars.contains(where: { [",", "\"", "\r", "\n"].contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private static func isNumber(_ text: String) -> Bool { Int(text) != nil && !text.hasPrefix("+") }
}
