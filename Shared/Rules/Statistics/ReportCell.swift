/// A cell of a statistical form: `r3c4`, both from 1.
package struct ReportCell: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let row: Int
    package let column: Int

    package init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }

    /// Reads `r3c4`; nil for anything else.
    package init?(_ text: String) {
        guard let match = text.wholeMatch(of: /r([1-9][0-9]{0,3})c([1-9][0-9]{0,3})/),
            let row = Int(match.1), let column = Int(match.2)
        else { return nil }
        self.init(row: row, column: column)
    }

    package var description: String { "r\(row)c\(column)" }

    /// Row by row.
    package static func < (left: ReportCell, right: ReportCell) -> Bool { (left.row, left.column) < (right.row, right.column) }
}
