import Models
package import ServiceKit
import Spreadsheets

/// How much of a spreadsheet is taken.
package enum SheetSize {
    /// Bytes of a file.
    package static let largest = 2_000_000
    /// Rows below the headings.
    package static let longest = 1_000
    /// Bytes of a cell that is read: a name and much more, and little enough that a thousand rows of them are.
    static let longestCell = 2_000
    /// Rows that may stand above the headings: a title, a date.
    static let highest = 10

    static var limits: SpreadsheetLimits {
        var limits = SpreadsheetLimits()
        limits.fileBytes = largest
        limits.inflatedBytes = 64 << 20
        limits.sharedTextBytes = 16 << 20
        limits.rows = longest + highest
        return limits
    }
}

/// The rows of a spreadsheet below its headings.
package struct SheetRows<Column: SheetColumn>: Sendable {
    package let lines: [SheetLine<Column>]

    /// Reads a file. Blocks. Throws ``SpreadsheetError``, and 422 where it has no headings that are known or nothing below them.
    package init(_ bytes: [UInt8]) throws {
        let reader = try SpreadsheetReader(bytes: bytes, limits: SheetSize.limits)
        let columns = try Self.headings(reader)
        var lines: [SheetLine<Column>] = []
        while let row = try reader.next() {
            let cells = columns.mapValues { row[$0].text }.filter { !$0.value.isEmpty }
            if cells.isEmpty { continue }
            guard cells.values.allSatisfy({ $0.utf8.count <= SheetSize.longestCell }) else {
                throw SpreadsheetError(.cellTooLong, row: row.number)
            }
            guard lines.count < SheetSize.longest else { throw SpreadsheetError(.tooManyRows, row: row.number) }
            lines.append(SheetLine(number: row.number, cells: cells))
        }
        guard !lines.isEmpty else { throw SheetFault.nothing }
        self.lines = lines
    }

    /// The columns by what they hold, of the first row that names the one that is needed and one thing more.
    private static func headings(_ reader: SpreadsheetReader) throws -> [Column: Int] {
        for _ in 0..<SheetSize.highest {
            guard let row = try reader.next() else { break }
            let named = row.cells.enumerated().compactMap { index, cell in
                cell.text.utf8.count > SheetSize.longestCell ? nil : Column(heading: cell.text).map { ($0, index) }
            }
            guard named.count > 1, named.contains(where: { $0.0 == .name }) else { continue }
            return try Dictionary(named) { first, second in
                throw SheetFault.twice(row.number, row.cells[first].text, row.cells[second].text)
            }
        }
        throw SheetFault.file("no_headings", Column.noHeadings)
    }
}

/// What is wrong with a whole file.
package enum SheetFault {
    package static let nothing = file(
        "no_lines",
        Bilingual(
            vi: "Dưới dòng tiêu đề không có dòng nào. Hãy điền mỗi người một dòng.",
            en: "There is no row below the headings. Fill in a row for each person."))

    static func twice(_ row: Int, _ first: String, _ second: String) -> Problem {
        file(
            "repeated_heading",
            Bilingual(
                vi: "Dòng \(row): cột “\(first)” và cột “\(second)” được hiểu là một. Hãy bỏ một cột hoặc đổi tiêu đề của nó.",
                en: "Row \(row): the columns “\(first)” and “\(second)” are taken for the same. Remove one, or give it another heading."))
    }

    /// 422, of the field that holds the file.
    package static func file(_ code: String, _ message: Bilingual) -> Problem {
        Problem.validation([FieldError("/file", code: code, message: message)])
    }
}
