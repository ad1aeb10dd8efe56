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
            var reader = Reader(bytes: bytes)
            return reader.instant()
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

    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        private var place = 0

        init(bytes: UnsafeBufferPointer<UInt8>) {
            self.bytes = bytes
        }

        mutating func instant() -> Date? {
            guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2), take("T"),
                let hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2),
                let fraction = fraction(), let offset = offset(), place == bytes.count,
                let date = LegalDate(year: year, month: month, day: day), hour < 24, minute < 60, second <= 60
            else { return nil }
            let seconds = Double(date.dayNumber * 86_400 + hour * 3600 + minute * 60 + second - offset) + fraction
            return fourDigitYears.contains(seconds) ? Date(timeIntervalSince1970: seconds) : nil
        }

        /// The part of a second after the point, 0 without one; nil where no digit follows.
        private mutating func fraction() -> Double? {
            guard take(".") else { return 0 }
            let first = place
            var (value, scale) = (0.0, 1.0)
            while let digit = digit() {
                // What a double cannot tell apart any more only has to be digits.
                guard place - first <= 15 else { continue }
                (value, scale) = (value * 10 + Double(digit), scale * 10)
            }
            return place > first ? value / scale : nil
        }

        /// Seconds that local time is ahead of UTC.
        private mutating func offset() -> Int? {
            if take("Z") { return 0 }
            let sign: Int
            if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
            guard let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
            return sign * (hours * 3600 + minutes * 60)
        }

        private mutating func number(_ digits: Int) -> Int? {
            var value = 0
            for _ in 0..<digits {
                guard let digit = digit() else { return nil }
                value = value * 10 + digit
            }
            return value
        }

        private mutating func digit() -> Int? {
            guard place < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) else { return nil }
            defer { place += 1 }
            return Int(bytes[place] - UInt8(ascii: "0"))
        }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
            place += 1
            return true
        }
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
