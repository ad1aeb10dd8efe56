import Foundation
import Models
import ServiceKit
import Spreadsheets

/// The rows of a spreadsheet of accounts below its headings.
struct ImportSheet: Sendable {
    /// Bytes of a file.
    static let largest = 2_000_000
    /// Rows of accounts.
    static let longest = 1_000
    /// Rows that may stand above the headings: a title, a date.
    private static let highest = 10

    let lines: [ImportLine]

    /// Reads a file. Blocks. Throws ``SpreadsheetError``, and 422 where it has no headings that are known or nothing below them.
    init(_ bytes: [UInt8]) throws {
        var limits = SpreadsheetLimits()
        limits.fileBytes = Self.largest
        limits.inflatedBytes = 64 << 20
        limits.sharedTextBytes = 16 << 20
        limits.rows = Self.longest + Self.highest
        let reader = try SpreadsheetReader(bytes: bytes, limits: limits)
        let columns = try Self.headings(reader)
        var lines: [ImportLine] = []
        while let row = try reader.next() {
            let cells = columns.mapValues { row[$0].text }.filter { !$0.value.isEmpty }
            if cells.isEmpty { continue }
            guard lines.count < Self.longest else { throw SpreadsheetError(.tooManyRows, row: row.number) }
            lines.append(ImportLine(number: row.number, cells: cells))
        }
        guard !lines.isEmpty else { throw Self.nothing }
        self.lines = lines
    }

    /// The columns by what they hold, of the first row that names the person and one thing more.
    private static func headings(_ reader: SpreadsheetReader) throws -> [ImportColumn: Int] {
        for _ in 0..<highest {
            guard let row = try reader.next() else { break }
            let named = row.cells.enumerated().compactMap { index, cell in ImportColumn(heading: cell.text).map { ($0, index) } }
            guard named.count > 1, named.contains(where: { $0.0 == .name }) else { continue }
            return try Dictionary(named) { _, _ in throw twice(row.number) }
        }
        throw noHeadings
    }

    private static let noHeadings = problem(
        "no_headings", vi: "Không thấy dòng tiêu đề có cột “Họ và tên” và “Vai trò” hoặc “Địa chỉ thư điện tử”. Hãy dùng tệp mẫu.",
        en: "There is no row of headings with “Name” and “Role” or “Mail address”. Start from the template.")
    private static let nothing = problem(
        "no_lines", vi: "Dưới dòng tiêu đề không có dòng nào.", en: "There is no row below the headings.")

    private static func twice(_ row: Int) -> Problem {
        problem(
            "repeated_heading", vi: "Dòng \(row): có hai cột cùng một tiêu đề. Hãy bỏ một cột.",
            en: "Row \(row): two columns have the same heading. Remove one.")
    }

    private static func problem(_ code: String, vi: String, en: String) -> Problem {
        Problem.validation([FieldError("/file", code: code, message: Bilingual(vi: vi, en: en))])
    }
}
