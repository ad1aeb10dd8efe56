import CXlsxWriter
import Foundation

/// A workbook of one sheet, written by libxlsxwriter; the only user of the C library. Not to be shared between threads.
package final class Workbook {
    /// How a cell looks.
    package struct Look: Hashable {
        package var isBold: Bool
        package var isItalic: Bool
        package var hasBorder: Bool
        package var isCentred: Bool
        package var isWrapped: Bool
        package var indent: Int
        package var isNumber: Bool
        /// Of cells in which digits are no number: first zeros stay.
        package var isText: Bool
        /// Of the letters, in points.
        package var size: Double

        package init(
            isBold: Bool = false, isItalic: Bool = false, hasBorder: Bool = false, isCentred: Bool = false, isWrapped: Bool = false,
            indent: Int = 0, isNumber: Bool = false, isText: Bool = false, size: Double = 12
        ) {
            self.isBold = isBold
            self.isItalic = isItalic
            self.hasBorder = hasBorder
            self.isCentred = isCentred
            self.isWrapped = isWrapped
            self.indent = indent
            self.isNumber = isNumber
            self.isText = isText
            self.size = size
        }
    }

    private let path: String
    private let workbook: UnsafeMutablePointer<lxw_workbook>
    private var sheet: UnsafeMutablePointer<lxw_worksheet>
    private var formats: [Look: UnsafeMutablePointer<lxw_format>] = [:]
    private var isClosed = false
    private var failure: String?

    /// - Parameters:
    ///   - path: of a file that does not exist yet.
    ///   - sheet: its name, at most 31 characters.
    ///   - isStreamed: for tables of any length: rows must be written one after the other, and lie on disk rather than in memory.
    package init(path: String, sheet name: String, isStreamed: Bool = false) throws {
        guard let workbook = isStreamed ? caunoi_streamed_workbook(path) : workbook_new(path) else {
            throw WorkbookError("libxlsxwriter could not begin a workbook")
        }
        guard let sheet = workbook_add_worksheet(workbook, name) else {
            workbook_close(workbook)
            throw WorkbookError("libxlsxwriter refused the sheet name \(name)")
        }
        self.path = path
        self.workbook = workbook
        self.sheet = sheet
        worksheet_set_landscape(sheet)
        worksheet_set_paper(sheet, 9)  // A4
        worksheet_fit_to_pages(sheet, 1, 0)
    }

    /// Goes on in a new sheet: one takes 1,048,576 rows at most.
    package func begin(sheet name: String) throws {
        guard let next = workbook_add_worksheet(workbook, name) else { throw WorkbookError("libxlsxwriter refused the sheet name \(name)") }
        sheet = next
        worksheet_set_landscape(sheet)
        worksheet_set_paper(sheet, 9)
        worksheet_fit_to_pages(sheet, 1, 0)
    }

    deinit {
        if !isClosed { workbook_close(workbook) }
    }

    /// Rows and columns count from 0, here and below. Text is never a formula: it is written as a string.
    package func write(_ text: String, at row: Int, _ column: Int, _ look: Look = Look()) {
        note(worksheet_write_string(sheet, lxw_row_t(row), lxw_col_t(column), SheetText.harmless(text), format(look)))
    }

    package func write(_ number: Int, at row: Int, _ column: Int, _ look: Look = Look()) {
        note(worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(column), Double(number), format(look)))
    }

    /// One text over several cells.
    package func merge(_ text: String, rows: ClosedRange<Int>, columns: ClosedRange<Int>, _ look: Look = Look()) {
        guard rows.count > 1 || columns.count > 1 else { return write(text, at: rows.lowerBound, columns.lowerBound, look) }
        note(
            worksheet_merge_range(
                sheet, lxw_row_t(rows.lowerBound), lxw_col_t(columns.lowerBound), lxw_row_t(rows.upperBound),
                lxw_col_t(columns.upperBound), SheetText.harmless(text), format(look)))
    }

    /// In characters.
    ///
    /// - Parameter isText: whether what is typed there later stays as it is, digits too.
    package func setWidth(_ width: Double, columns: ClosedRange<Int>, isText: Bool = false) {
        let look = isText ? format(Look(isText: true)) : nil
        note(worksheet_set_column(sheet, lxw_col_t(columns.lowerBound), lxw_col_t(columns.upperBound), width, look))
    }

    /// In points.
    package func setHeight(_ height: Double, row: Int) {
        note(worksheet_set_row(sheet, lxw_row_t(row), height, nil))
    }

    /// Repeats rows on every printed page, and keeps them and the columns left of `column` in view.
    package func freeze(row: Int, column: Int, repeating rows: ClosedRange<Int>) {
        worksheet_freeze_panes(sheet, lxw_row_t(row), lxw_col_t(column))
        note(worksheet_repeat_rows(sheet, lxw_row_t(rows.lowerBound), lxw_row_t(rows.upperBound)))
    }

    /// Lets a cell of a column be chosen from a list, and still be typed; nothing where the list is longer than 255 bytes. Spreadsheets take 255
    /// characters, and so does libxlsxwriter, which has room for as many bytes: a longer list of Vietnamese words would end the process.
    package func offer(_ choices: [String], rows: ClosedRange<Int>, column: Int) {
        let length = choices.joined(separator: ",").utf8.count
        guard !choices.isEmpty, length <= 255, !choices.contains(where: { $0.contains(",") }) else { return }
        let words = choices.map { strdup($0) }
        defer { words.forEach { free($0) } }
        var list = words + [nil]
        note(caunoi_offer(sheet, lxw_row_t(rows.lowerBound), lxw_row_t(rows.upperBound), lxw_col_t(column), &list))
    }

    /// Writes the file. Throws where anything before did not succeed.
    package func close() throws {
        isClosed = true
        note(workbook_close(workbook))
        if let failure { throw WorkbookError(failure) }
    }

    private func format(_ look: Look) -> UnsafeMutablePointer<lxw_format>? {
        if let known = formats[look] { return known }
        let format = caunoi_format(
            workbook, look.isBold ? 1 : 0, look.isItalic ? 1 : 0, look.hasBorder ? 1 : 0, look.isCentred ? 1 : 0, look.isWrapped ? 1 : 0,
            Int32(look.indent), look.size)
        if look.isNumber { caunoi_number_format(format, "#,##0") }
        if look.isText { caunoi_number_format(format, "@") }
        formats[look] = format
        return format
    }

    private func note(_ error: lxw_error) {
        guard caunoi_is_ok(error) == 0, failure == nil else { return }
        failure = "libxlsxwriter: \(lxw_strerror(error).map { String(cString: $0) } ?? "unknown error")"
    }
}

/// A workbook that could not be written, and why.
package struct WorkbookError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
