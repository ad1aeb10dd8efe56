/// A row that holds something.
package struct SpreadsheetRow: Hashable, Sendable {
    /// As the spreadsheet numbers it, from 1; rows without anything are left out, so that numbers may jump.
    package let number: Int
    /// From the first column on, up to the last that holds something.
    package let cells: [SpreadsheetCell]

    package init(number: Int, cells: [SpreadsheetCell]) {
        self.number = number
        self.cells = cells
    }

    /// The cell of a column, counted from 0; empty where the row has ended before.
    package subscript(column: Int) -> SpreadsheetCell { cells.indices.contains(column) ? cells[column] : .empty }
}

/// Where rows come from, one after the other.
protocol RowSource: AnyObject {
    /// The next row that holds something; nil at the end. Throws ``SpreadsheetError``.
    func next() throws -> SpreadsheetRow?
}
