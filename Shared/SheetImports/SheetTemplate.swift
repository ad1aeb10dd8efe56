import Foundation
import Spreadsheets

/// The spreadsheet to start from: headings, with what can be chosen below them, and where wanted filled rows.
struct SheetTemplate: Sendable {
    enum Format: String, CaseIterable, Sendable {
        case xlsx, csv

        var mediaType: String {
            switch self {
            case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            case .csv: "text/csv; charset=utf-8"
            }
        }
    }

    struct Column: Sendable {
        let heading: String
        /// Empty where anything can be written.
        let choices: [String]
        /// Digits that are no number.
        let isDigits: Bool
    }

    /// Of the sheet, 31 characters at most.
    let title: String
    let columns: [Column]
    let rows: [[String]]

    /// The file. Blocks.
    func file(_ format: Format) throws -> Data {
        switch format {
        case .csv: Data((CSVLine.mark + ([columns.map(\.heading)] + rows).map(CSVLine.of).joined()).utf8)
        case .xlsx: try Workbook.bytes(sheet: title, fill)
        }
    }

    private func fill(_ workbook: Workbook) {
        for (index, column) in columns.enumerated() {
            workbook.setWidth(max(14, min(34, Double(column.heading.count) + 8)), columns: index...index, isText: column.isDigits)
            workbook.write(column.heading, at: 0, index, Workbook.Look(isBold: true, hasBorder: true, isWrapped: true))
            workbook.offer(column.choices, rows: 1...SheetSize.longest, column: index)
        }
        for (row, cells) in rows.enumerated() {
            for (index, text) in cells.enumerated() where !text.isEmpty { workbook.write(text, at: row + 1, index) }
        }
        workbook.freeze(row: 1, column: 1, repeating: 0...0)
    }
}
