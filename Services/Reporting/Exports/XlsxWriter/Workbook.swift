import CXlsxWriter
import Foundation

/// A workbook of one sheet, written by libxlsxwriter; the only user of the C library. Not to be shared between threads.
final class Workbook {
    /// How a cell looks.
    struct Look: Hashable {
        var isBold = false
        var isItalic = false
        var hasBorder = false
        var isCentred = false
        var isWrapped = false
        var indent = 0
        var isNumber = false
        var size = 12.0
    }

    private let path: String
    private let workbook: UnsafeMutablePointer<lxw_workbook>
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private var formats: [Look: UnsafeMutablePointer<lxw_format>] = [:]
    private var isClosed = false
    private var failure: String?

    /// - Parameters:
    ///   - path: of a file that does not exist yet.
    ///   - sheet: its name, at most 31 characters.
    init(path: String, sheet name: String) throws {
        guard let workbook = workbook_new(path) else { throw WorkbookError("libxlsxwriter could not begin a workbook") }
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

    deinit {
        if !isClosed { workbook_close(workbook) }
    }

    /// Rows and columns count from 0, here and below. Text is never a formula: it is written as a string.
    func write(_ text: String, at row: Int, _ column: Int, _ look: Look = Look()) {
        note(worksheet_write_string(sheet, lxw_row_t(row), lxw_col_t(column), SheetText.harmless(text), format(look)))
    }

    func write(_ number: Int, at row: Int, _ column: Int, _ look: Look = Look()) {
        note(worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(column), Double(number), format(look)))
    }

    /// One text over several cells.
    func merge(_ text: String, rows: ClosedRange<Int>, columns: ClosedRange<Int>, _ look: Look = Look()) {
        guard rows.count > 1 || columns.count > 1 else { return write(text, at: rows.lowerBound, columns.lowerBound, look) }
        note(
            worksheet_merge_range(
                sheet, lxw_row_t(rows.lowerBound), lxw_col_t(columns.lowerBound), lxw_row_t(rows.upperBound),
                lxw_col_t(columns.upperBound), SheetText.harmless(text), format(look)))
    }

    /// In characters.
    func setWidth(_ width: Double, columns: ClosedRange<Int>) {
        note(worksheet_set_column(sheet, lxw_col_t(columns.lowerBound), lxw_col_t(columns.upperBound), width, nil))
    }

    /// In points.
    func setHeight(_ height: Double, row: Int) {
        note(worksheet_set_row(sheet, lxw_row_t(row), height, nil))
    }

    /// Repeats rows on every printed page, and keeps them and the columns left of `column` in view.
    func freeze(row: Int, column: Int, repeating rows: ClosedRange<Int>) {
        worksheet_freeze_panes(sheet, lxw_row_t(row), lxw_col_t(column))
        note(worksheet_repeat_rows(sheet, lxw_row_t(rows.lowerBound), lxw_row_t(rows.upperBound)))
    }

    /// Writes the file. Throws where anything before did not succeed.
    func close() throws {
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
        formats[look] = format
        return format
    }

    private func note(_ error: lxw_error) {
        guard caunoi_is_ok(error) == 0, failure == nil else { return }
        failure = "libxlsxwriter: \(lxw_strerror(error).map { String(cString: $0) } ?? "unknown error")"
    }
}

/// A workbook that could not be written, and why.
struct WorkbookError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
