package import Foundation

/// RFC 3339 text of instants, written in UTC to the millisecond: `2026-11-23T08:15:30.250Z`.
///
/// Every message has at least two of them, so they are read and written here and not by Foundation's styles, with which a test compares them.
package enum Instant {
    /// Reads an RFC 3339 date-time with its offset (§5.6; `T` and `Z` in upper case); nil for anything else, and for times that the calendar does
    /// not have. A leap second is the first of the next minute.
    package static func parse(_ text: String) -> Date? {
        var text = text
        return text.withUTF8 { bytes in
            var digits = DigitReader(bytes)
            return read(&digits)
        }
    }

    /// Writes UTC with milliseconds, cut off and not rounded.
    package static func format(_ instant: Date) -> String {
        guard fourDigitYears.contains(instant.timeIntervalSince1970) else {
            return instant.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        }
        // A double is exact to a quarter of a microsecond in our times: what was read as .250 is not to come out as .249.
        let milliseconds = Int((instant.timeIntervalSince1970 * 1000 + 0.0005).rounded(.down))
        let (day, time) = milliseconds.dividedDown(by: 86_400_000)
        let (year, month, dayOfMonth) = LegalDate(dayNumber: day).components
        return String(unsafeUninitializedCapacity: 32) { buffer in
            var writer = Writer(buffer: buffer)
            writer.write(year, width: 4, then: "-")
            writer.write(month, width: 2, then: "-")
            writer.write(dayOfMonth, width: 2, then: "T")
            writer.write(time / 3_600_000, width: 2, then: ":")
            writer.write(time / 60_000 % 60, width: 2, then: ":")
            writer.write(time / 1000 % 60, width: 2, then: ".")
            writer.write(time % 1000, width: 3, then: "Z")
            return writer.count
        }
    }

    /// Of which RFC 3339 can write: the years 0 to 9999, in seconds since 1970.
    private static let fourDigitYears = -62_167_219_200.0..<253_402_300_800.0

    private static func read(_ digits: inout DigitReader) -> Date? {
        guard let date = digits.date(), digits.take("T"),
            let hour = digits.number(2), digits.take(":"), let minute = digits.number(2), digits.take(":"), let second = digits.number(2),
            let fraction = fraction(&digits), let offset = offset(&digits), digits.isAtEnd, hour < 24, minute < 60, second <= 60
        else { return nil }
        let seconds = Double(date.dayNumber * 86_400 + hour * 3600 + minute * 60 + second - offset) + fraction
        return fourDigitYears.contains(seconds) ? Date(timeIntervalSince1970: seconds) : nil
    }

    /// The part of a second after the point, 0 without one; nil where no digit follows.
    private static func fraction(_ digits: inout DigitReader) -> Double? {
        guard digits.take(".") else { return 0 }
        var (value, scale, count) = (0.0, 1.0, 0)
        while let digit = digits.digit() {
            count += 1
            // What a double cannot tell apart any more only has to be digits.
            if count <= 15 { (value, scale) = (value * 10 + Double(digit), scale * 10) }
        }
        return count > 0 ? value / scale : nil
    }

    /// Seconds that local time is ahead of UTC.
    private static func offset(_ digits: inout DigitReader) -> Int? {
        if digits.take("Z") { return 0 }
        let sign: Int
        if digits.take("+") { sign = 1 } else if digits.take("-") { sign = -1 } else { return nil }
        guard let hours = digits.number(2), digits.take(":"), let minutes = digits.number(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private struct Writer {
        let buffer: UnsafeMutableBufferPointer<UInt8>
        private(set) var count = 0

        init(buffer: UnsafeMutableBufferPointer<UInt8>) {
            self.buffer = buffer
        }

        mutating func write(_ number: Int, width: Int, then character: Unicode.Scalar) {
            var rest = number
            for place in stride(from: count + width - 1, through: count, by: -1) {
                buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
            buffer[count + width] = UInt8(ascii: character)
            count += width + 1
        }
    }
}

extension Int {
    /// Quotient rounded down and the remainder, which is never negative.
    fileprivate func dividedDown(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
