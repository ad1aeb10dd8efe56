/// The records of a file of separated values (RFC 4180), with `,`, `;` or a tab between, and line ends of every kind.
final class CSVRows: RowSource {
    private static let quote = UInt8(ascii: "\"")
    private static let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))

    private var text: DecodedText
    private let limits: SpreadsheetLimits
    private let separator: UInt8
    private var bytes: [UInt8]
    private var place: Int
    private var left: Int

    private var number = 0
    private var count = 0
    private var cells: [SpreadsheetCell] = []
    private var column = 0
    private var field: [UInt8] = []
    private var state = State.start
    /// A line feed that follows a carriage return belongs to it.
    private var mayPair = false
    private var quotedSince = 0

    private enum State {
        /// At the beginning of a field.
        case start
        case plain, quoted
        /// Behind a quote in a quoted field: another one is a quote of the text, anything else the end of the field.
        case closing
    }

    init(_ file: SpreadsheetFile, _ limits: SpreadsheetLimits) throws {
        var text = try DecodedText(file)
        let first = try text.next() ?? []
        let dialect = CSVDialect(first)
        (separator, place) = (dialect.separator, dialect.length)
        (self.text, self.limits, bytes, left) = (text, limits, first, limits.inflatedBytes - first.count)
    }

    func next() throws -> SpreadsheetRow? {
        while true {
            while place < bytes.count {
                let byte = bytes[place]
                place += 1
                if try take(byte), let row = try finished() { return row }
            }
            guard let piece = try text.next() else { return try last() }
            left -= piece.count
            guard left >= 0 else { throw SpreadsheetError(.tooLarge) }
            (bytes, place) = (piece, 0)
        }
    }

    /// True where the record has ended.
    private func take(_ byte: UInt8) throws -> Bool {
        if mayPair {
            mayPair = false
            if byte == Self.lineFeed { return false }
        }
        switch (state, byte) {
        case (.quoted, Self.quote): state = .closing
        case (.quoted, _): try add(byte)
        case (.closing, Self.quote):
            state = .quoted
            try add(byte)
        case (.start, Self.quote):
            state = .quoted
            quotedSince = number + 1
        case (_, separator): try endField()
        case (_, Self.lineFeed), (_, Self.carriageReturn):
            mayPair = byte == Self.carriageReturn
            try endField()
            return true
        case (.closing, _): throw SpreadsheetError(.badQuote, row: number + 1)
        default:
            state = .plain
            try add(byte)
        }
        return false
    }

    private func add(_ byte: UInt8) throws {
        guard field.count < limits.cellBytes else { throw SpreadsheetError(.cellTooLong, row: number + 1) }
        field.append(byte)
    }

    private func endField() throws {
        state = .start
        if !field.isEmpty {
            guard column < limits.columns else { throw SpreadsheetError(.tooManyColumns, row: number + 1) }
            while cells.count < column { cells.append(.empty) }
            cells.append(.text(ComposedText.of(field)))
            field.removeAll(keepingCapacity: true)
        }
        column += 1
    }

    /// The record that has just ended; nil where nothing was in it.
    private func finished() throws -> SpreadsheetRow? {
        number += 1
        column = 0
        guard !cells.isEmpty else { return nil }
        count += 1
        guard count <= limits.rows else { throw SpreadsheetError(.tooManyRows, row: number) }
        defer { cells.removeAll(keepingCapacity: true) }
        return SpreadsheetRow(number: number, cells: cells)
    }

    /// The record that no line end follows.
    private func last() throws -> SpreadsheetRow? {
        guard state != .quoted else { throw SpreadsheetError(.openQuote, row: quotedSince) }
        guard state != .start || !cells.isEmpty else { return nil }
        try endField()
        return try finished()
    }
}

/// What stands between the fields of a file, by its first line.
struct CSVDialect {
    let separator: UInt8
    /// Bytes of a first line `sep=;`, by which Excel is told the separator; 0 where there is none.
    let length: Int

    init(_ text: [UInt8]) {
        let ends: [UInt8] = [UInt8(ascii: "\n"), UInt8(ascii: "\r")]
        let line = text.prefix { !ends.contains($0) }
        if line.count == 5, line.starts(with: Array("sep=".utf8)), let named = line.last {
            separator = named
            let isPair = text.dropFirst(5).starts(with: [ends[1], ends[0]])
            length = min(text.count, 5 + (isPair ? 2 : 1))
            return
        }
        length = 0
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in text {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if ends.contains(byte) {
                // Lines before the first that holds something say nothing.
                if counts.isEmpty { continue }
                break
            }
            counts[byte, default: 0] += 1
        }
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        separator = candidates.reduce(candidates[0]) { counts[$1, default: 0] > counts[$0, default: 0] ? $1 : $0 }
    }
}
