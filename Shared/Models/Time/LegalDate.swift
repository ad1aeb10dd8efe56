package import Foundation

/// A calendar date as the law means it: a day in Asia/Ho_Chi_Minh, never in UTC. Written `YYYY-MM-DD`.
package struct LegalDate: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    /// Days since 1 January 1970.
    package let dayNumber: Int

    /// Viet Nam has kept UTC+7 without daylight saving since 1975; earlier dates (births) are only ever given as dates.
    private static let offset = 7 * 3600.0

    package init(dayNumber: Int) {
        self.dayNumber = dayNumber
    }

    /// The legal date of an instant.
    package init(_ instant: Date) {
        dayNumber = Int(((instant.timeIntervalSince1970 + Self.offset) / 86_400).rounded(.down))
    }

    /// Nil where the calendar has no such day (30 February).
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else { return nil }
        dayNumber = Self.number(year: year, month: month, day: day)
    }

    /// Reads `YYYY-MM-DD`, exactly ten characters; nil for anything else.
    package init?(_ text: some StringProtocol) {
        var text = String(text)
        let date = text.withUTF8 { bytes in
            var digits = DigitReader(bytes)
            return digits.date().flatMap { digits.isAtEnd ? $0 : nil }
        }
        guard let date else { return nil }
        self = date
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = LegalDate(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is not a date (YYYY-MM-DD)")
        }
        self = date
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package var year: Int { components.year }
    package var month: Int { components.month }
    package var day: Int { components.day }

    /// 1 is Monday, 7 is Sunday (ISO 8601).
    package var weekday: Int { (dayNumber + 3).modulo(7) + 1 }

    /// The first instant of this date.
    package var start: Date { Date(timeIntervalSince1970: Double(dayNumber) * 86_400 - Self.offset) }

    /// The first instant of the next: what had until this date is late from then on.
    package var end: Date { adding(days: 1).start }

    package func adding(days: Int) -> LegalDate { LegalDate(dayNumber: dayNumber + days) }

    /// Completed years of age on this date of someone born on `birth`; born on 29 February, the birthday of a common year is 1 March.
    package func age(bornOn birth: LegalDate) -> Int {
        let passed = (month, day) >= (birth.month, birth.day)
        return year - birth.year - (passed ? 0 : 1)
    }

    package static func < (left: LegalDate, right: LegalDate) -> Bool { left.dayNumber < right.dayNumber }

    package var description: String {
        let parts = components
        return "\(parts.year.padded(4))-\(parts.month.padded(2))-\(parts.day.padded(2))"
    }

    /// Civil date of a day number: Howard Hinnant's `civil_from_days`, proleptic Gregorian.
    var components: (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
    }

    private static func number(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func days(in month: Int, of year: Int) -> Int {
        let leap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return month == 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}

extension Int {
    fileprivate func modulo(_ other: Int) -> Int { (self % other + other) % other }

    fileprivate func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
