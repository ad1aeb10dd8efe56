import Models
import ServiceKit
import SheetImports
import Spreadsheets

/// A file of an old register: the headings, and the rows below them as texts.
struct ImportSheet: Sendable {
    /// Bytes of a file.
    static let largest = 32 << 20
    /// Rows of cases.
    static let longest = 200_000
    /// Rows that may stand above the headings: a title, a period, the name of the centre.
    private static let highest = 20

    struct Line: Sendable {
        /// As the spreadsheet numbers it, from 1.
        let number: Int
        let cells: [String]
    }

    let headings: [String]
    let lines: [Line]

    /// Reads a file. Blocks. Throws ``SpreadsheetError``, and 422 where it has no headings or nothing below them.
    init(_ bytes: [UInt8]) throws {
        var limits = SpreadsheetLimits()
        limits.fileBytes = Self.largest
        limits.inflatedBytes = 512 << 20
        limits.sharedTextBytes = 128 << 20
        limits.rows = Self.longest + Self.highest
        limits.columns = 100
        let reader = try SpreadsheetReader(bytes: bytes, limits: limits)
        headings = try Self.headings(reader)
        var lines: [Line] = []
        while let row = try reader.next() {
            let cells = (0..<headings.count).map { Self.kept(row[$0].text) }
            // Under the headings, registers number their columns: (1), (2), (3) …
            if cells.allSatisfy(\.isEmpty) || Self.isNumbering(cells) { continue }
            guard lines.count < Self.longest else { throw SpreadsheetError(.tooManyRows, row: row.number) }
            lines.append(Line(number: row.number, cells: cells))
        }
        guard !lines.isEmpty else { throw SheetFault.nothing }
        self.lines = lines
    }

    /// The row of which most cells are headings that are known; two of them at least.
    private static func headings(_ reader: SpreadsheetReader) throws -> [String] {
        for _ in 0..<highest {
            guard let row = try reader.next() else { break }
            let texts = row.cells.map { kept($0.text) }
            if texts.count(where: { ImportField(heading: $0) != nil }) >= 2 { return texts.map { String($0.prefix(200)) } }
        }
        throw noHeadings
    }

    /// The database keeps no NUL: it is a lost letter, and said to be one.
    private static func kept(_ text: String) -> String { text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text }

    private static func isNumbering(_ cells: [String]) -> Bool {
        let numbers = cells.filter { !$0.isEmpty }.map { Int($0.trimmingPrefix("(").prefix { $0.isNumber }) }
        return numbers.count > 2 && numbers.enumerated().allSatisfy { $0.element == $0.offset + 1 }
    }

    private static let noHeadings = SheetFault.file(
        "no_headings",
        Bilingual(
            vi: "Không thấy dòng tiêu đề như Mẫu số 01-TP-TGPL (Mã vụ việc, Ngày thụ lý, Họ tên …) trong 20 dòng đầu.",
            en: "Among the first 20 rows there is no row of headings as in form 01-TP-TGPL (Mã vụ việc, Ngày thụ lý, Họ tên …)."))
}
