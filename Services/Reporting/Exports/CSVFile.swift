import Foundation
import Spreadsheets

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
        return Data((CSVLine.mark + lines.map(CSVLine.of).joined()).utf8)
    }

    /// `Category: Children (8)`: the heading over a column goes before it.
    private static func heads(_ document: ReportDocument) -> [String] {
        document.groups.flatMap { group in
            group.columns.map { index in (group.title.map { "\($0): " } ?? "") + "\(document.columns[index]) (\(index + 1))" }
        }
    }
}
