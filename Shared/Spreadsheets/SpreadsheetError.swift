/// A file that cannot be read as a spreadsheet: why, and at which row.
package struct SpreadsheetError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong; each has its own way to mend it.
    package enum Fault: String, CaseIterable, Sendable {
        /// Nothing is in it.
        case empty
        /// Neither a workbook nor text.
        case notASpreadsheet = "not_a_spreadsheet"
        /// `.xls` of Excel 97–2003: to be saved as `.xlsx`.
        case oldFormat = "old_format"
        /// `.ods` or `.xlsb`: likewise.
        case otherFormat = "other_format"
        /// Protected by a password: to be saved without.
        case encrypted
        /// Cut off, or not as the format wants it.
        case damaged
        /// Holds a document type declaration, by which XML can be made to grow or to read other files. No spreadsheet program writes one.
        case declaration
        /// A workbook without a visible sheet of cells.
        case noSheet = "no_sheet"
        /// Text that is neither Unicode nor Vietnamese windows-1258: to be saved as `.xlsx`.
        case unknownEncoding = "unknown_encoding"
        /// A quoted field goes on after its closing quote.
        case badQuote = "bad_quote"
        /// A quote that is opened in this row is never closed.
        case openQuote = "open_quote"
        /// More bytes, as it lies or unpacked, than ``SpreadsheetLimits`` allow.
        case tooLarge = "too_large"
        case tooManyRows = "too_many_rows"
        case tooManyColumns = "too_many_columns"
        case cellTooLong = "cell_too_long"
    }

    package let fault: Fault
    /// As the spreadsheet numbers it, from 1; nil where no one row is to blame.
    package let row: Int?

    package init(_ fault: Fault, row: Int? = nil) {
        self.fault = fault
        self.row = row
    }

    package var description: String { "the spreadsheet cannot be read: \(fault.rawValue)" + (row.map { " in row \($0)" } ?? "") }
}
