package import Models

/// What stands in a cell. Texts are in Unicode's composed form (NFC), as everywhere in the house.
package enum SpreadsheetCell: Hashable, Sendable {
    case empty
    case text(String)
    case number(Double)
    case boolean(Bool)
    /// A day, and the seconds since its midnight.
    case date(LegalDate, seconds: Int)
    /// A time of day without a day: the seconds since midnight.
    case time(seconds: Int)
    /// What a spreadsheet shows where a formula has no result: `#N/A`.
    case error(String)

    package var isEmpty: Bool { self == .empty }

    /// As text without surrounding spaces: whole numbers without a decimal point, days as `2026-01-31`, nothing for an empty cell.
    package var text: String {
        switch self {
        case .empty: ""
        case .text(let text): text.trimmingSpaces
        case .number(let number): Self.written(number)
        case .boolean(let value): value ? "TRUE" : "FALSE"
        case .date(let date, let seconds): seconds == 0 ? date.description : "\(date)T\(Self.clock(seconds))"
        case .time(let seconds): Self.clock(seconds)
        case .error(let name): name
        }
    }

    private static func written(_ number: Double) -> String {
        number == number.rounded() && number.magnitude < 1e15 ? String(Int(number)) : String(number)
    }

    private static func clock(_ seconds: Int) -> String {
        [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: ":")
    }
}

extension String {
    /// Without the white space of Unicode at both ends, the no-break space that spreadsheets love among it.
    var trimmingSpaces: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
