import Foundation
import Spreadsheets

/// A report as an XLSX workbook: heading, title, period and counted days, one block of figures with its heads, notes, the place for signatures.
enum SpreadsheetFile {
    private static let bold = Workbook.Look(isBold: true, isCentred: true)
    private static let head = Workbook.Look(isBold: true, hasBorder: true, isCentred: true, isWrapped: true, size: 10)
    private static let note = Workbook.Look(isItalic: true, isWrapped: true, size: 11)

    /// The file's bytes. Blocks: the library works through files; not to be called on a thread of Swift's own.
    static func write(_ document: ReportDocument) throws -> Data {
        try Workbook.bytes(sheet: document.fileName) { workbook in
            let top = heading(document, in: workbook)
            let end = table(document, from: top, in: workbook)
            closing(document, from: end + 1, in: workbook)
        }
    }

    /// Returns the row after it.
    private static func heading(_ document: ReportDocument, in workbook: Workbook) -> Int {
        let last = document.columns.count
        let middle = last / 2
        workbook.merge(document.unit, rows: 0...0, columns: 0...middle, bold)
        workbook.merge(document.sign, rows: 1...1, columns: 0...middle, Workbook.Look(isCentred: true))
        for (row, line) in document.motto.enumerated() {
            workbook.merge(line, rows: row...row, columns: (middle + 1)...last, bold)
        }
        workbook.merge(document.title, rows: 3...3, columns: 0...last, Workbook.Look(isBold: true, isCentred: true, size: 14))
        workbook.merge(document.period, rows: 4...4, columns: 0...last, Workbook.Look(isCentred: true))
        workbook.merge(document.counted, rows: 5...5, columns: 0...last, Workbook.Look(isItalic: true, isCentred: true))
        workbook.write(document.counts, at: 6, 0, Workbook.Look(isItalic: true, size: 11))
        return 7
    }

    private static func table(_ document: ReportDocument, from top: Int, in workbook: Workbook) -> Int {
        workbook.setWidth(30, columns: 0...0)
        workbook.setWidth(10, columns: 1...document.columns.count)
        workbook.setHeight(32, row: top)
        workbook.setHeight(72, row: top + 1)
        workbook.merge(document.rowHeading, rows: top...(top + 1), columns: 0...0, head)
        for group in document.groups {
            let columns = (group.columns.lowerBound + 1)...group.columns.upperBound
            guard let title = group.title else {
                workbook.merge(document.columns[group.columns.lowerBound], rows: top...(top + 1), columns: columns, head)
                continue
            }
            workbook.merge(title, rows: top...top, columns: columns, head)
            for index in group.columns { workbook.write(document.columns[index], at: top + 1, index + 1, head) }
        }
        workbook.write("A", at: top + 2, 0, head)
        for index in document.columns.indices { workbook.write("(\(index + 1))", at: top + 2, index + 1, head) }
        for (number, line) in document.lines.enumerated() {
            let look = Workbook.Look(isBold: line.level < 2, hasBorder: true, isWrapped: true, indent: line.level)
            workbook.write(line.title, at: top + 3 + number, 0, look)
            let figure = Workbook.Look(isBold: line.level < 2, hasBorder: true, isNumber: true)
            for (column, value) in line.figures.enumerated() { workbook.write(value, at: top + 3 + number, column + 1, figure) }
        }
        workbook.freeze(row: top + 3, column: 1, repeating: top...(top + 2))
        return top + 3 + document.lines.count
    }

    private static func closing(_ document: ReportDocument, from top: Int, in workbook: Workbook) {
        let last = document.columns.count
        var row = top
        workbook.write(document.notesTitle, at: row, 0, Workbook.Look(isBold: true, size: 11))
        for text in document.notes {
            row += 1
            workbook.merge(text, rows: row...row, columns: 0...last, note)
        }
        row += 2
        let middle = last / 2
        workbook.merge(document.place, rows: row...row, columns: (middle + 1)...last, Workbook.Look(isItalic: true, isCentred: true))
        workbook.merge(document.signatures[0], rows: (row + 1)...(row + 1), columns: 0...middle, bold)
        workbook.merge(document.signatures[1], rows: (row + 1)...(row + 1), columns: (middle + 1)...last, bold)
    }
}
