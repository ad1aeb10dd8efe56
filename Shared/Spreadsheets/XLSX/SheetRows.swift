import Foundation
import Models

/// The rows of a sheet of cells (`xl/worksheets/….xml`), as they are unpacked.
final class SheetRows: XMLListener, RowSource {
    private let texts: SharedTexts
    private let styles: CellStyles
    private let days: DayCount
    private let limits: SpreadsheetLimits
    private var part: XMLPart?

    /// What was read and not given out yet: the rows of one piece.
    private var ready: [SpreadsheetRow] = []
    private var given = 0
    private var count = 0

    // The row and the cell that are being read.
    private var row = 0
    private var cells: [SpreadsheetCell] = []
    /// The next cell's, where it does not say itself.
    private var column = 0
    private var look = 0
    private var kind = Kind.number
    private var value: [UInt8] = []
    private var isInValue = false
    private var isInAid = false

    private enum Kind {
        case number, shared, text, boolean, date, error
    }

    init(_ sheet: ZipPart, texts: SharedTexts, styles: CellStyles, days: DayCount, _ limits: SpreadsheetLimits) throws {
        self.texts = texts
        self.styles = styles
        self.days = days
        self.limits = limits
        part = try XMLPart(sheet, listener: self)
    }

    func next() throws -> SpreadsheetRow? {
        while given == ready.count {
            guard let part, !part.isOver else { return nil }
            ready.removeAll(keepingCapacity: true)
            given = 0
            try part.readPiece()
        }
        defer { given += 1 }
        return ready[given]
    }

    func begins(_ element: XMLName, _ attributes: XMLAttributes) throws {
        switch element.ofSheet {
        case "c"?: try beginCell(attributes)
        case "v"?, "t"?: isInValue = !isInAid
        case "rPh"?: isInAid = true
        case "row"?:
            let number = attributes.int("r") ?? row + 1
            guard number > row, number <= 1_048_576 else { throw SpreadsheetError(.damaged, row: number) }
            row = number
            column = 0
        default: break
        }
    }

    func ends(_ element: XMLName) throws {
        switch element.ofSheet {
        case "c"?: try endCell()
        case "v"?, "t"?: isInValue = false
        case "rPh"?: isInAid = false
        case "row"?: try endRow()
        default: break
        }
    }

    func reads(_ text: UnsafeBufferPointer<UInt8>) throws {
        guard isInValue else { return }
        guard value.count + text.count <= limits.cellBytes else { throw SpreadsheetError(.cellTooLong, row: row) }
        value += text
    }

    private func beginCell(_ attributes: XMLAttributes) throws {
        if let place = attributes.bytes("r") {
            guard let named = Self.column(place), named >= column else { throw SpreadsheetError(.damaged, row: row) }
            column = named
        }
        look = attributes.bytes("s").map(Self.number) ?? 0
        kind =
            switch attributes.bytes("t").map(XMLWord.init) {
            case "s"?: .shared
            case "inlineStr"?, "str"?: .text
            case "b"?: .boolean
            case "d"?: .date
            case "e"?: .error
            default: .number
            }
        value.removeAll(keepingCapacity: true)
    }

    private func endCell() throws {
        let cell = try value.isEmpty ? .empty : meaning()
        if !cell.isEmpty {
            guard column < limits.columns else { throw SpreadsheetError(.tooManyColumns, row: row) }
            while cells.count < column { cells.append(.empty) }
            cells.append(cell)
        }
        column += 1
    }

    private func endRow() throws {
        // Rows that were only ever formatted count for nothing.
        guard !cells.isEmpty else { return }
        count += 1
        guard count <= limits.rows else { throw SpreadsheetError(.tooManyRows, row: row) }
        ready.append(SpreadsheetRow(number: row, cells: cells))
        cells.removeAll(keepingCapacity: true)
    }

    private func meaning() throws -> SpreadsheetCell {
        switch kind {
        case .shared:
            guard let index = Int(String(decoding: value, as: UTF8.self)), let text = texts[index] else {
                throw SpreadsheetError(.damaged, row: row)
            }
            return text.isEmpty ? .empty : .text(text)
        case .text: return .text(ExcelText.of(value))
        case .boolean: return .boolean(value == [UInt8(ascii: "1")])
        case .error: return .error(ComposedText.of(value))
        case .date: return Self.moment(ComposedText.of(value))
        case .number:
            guard let number = Double(String(decoding: value, as: UTF8.self)), number.isFinite else {
                throw SpreadsheetError(.damaged, row: row)
            }
            return (styles.showsDate(look) ? days.cell(number) : nil) ?? .number(number)
        }
    }

    /// A day as ISO 8601 writes it, with or without a time.
    private static func moment(_ text: String) -> SpreadsheetCell {
        guard let date = LegalDate(text.prefix(10)) else { return .text(text) }
        let clock = text.dropFirst(11).prefix { $0.isNumber || $0 == ":" }.split(separator: ":").compactMap { Int($0) }
        return .date(date, seconds: zip(clock, [3600, 60, 1]).map { $0 * $1 }.reduce(0, +))
    }

    /// The column of a place such as `BC12`, counted from 0; nil where it has no letters. Excel's last is XFD.
    private static func column(_ place: UnsafePointer<CChar>) -> Int? {
        var column = 0
        var next = place
        while case let letter = UInt8(bitPattern: next.pointee) & 0xDF, (65...90).contains(letter), column <= 16_384 {
            column = column * 26 + Int(letter - 64)
            next += 1
        }
        return column == 0 || column > 16_384 ? nil : column - 1
    }

    private static func number(_ text: UnsafePointer<CChar>) -> Int { atol(text) }
}
