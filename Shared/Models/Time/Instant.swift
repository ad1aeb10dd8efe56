package import Foundation

/// RFC 3339 text of instants, in UTC with microseconds dropped to milliseconds where they are zero: `2026-11-23T08:15:30.250Z`.
package enum Instant {
    /// Reads any RFC 3339 date-time with its offset; nil for anything else.
    package static func parse(_ text: String) -> Date? {
        guard hasRealTime(Array(text.utf8)) else { return nil }
        if let date = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)) { return date }
        return try? Date(text, strategy: .iso8601)
    }

    /// Foundation rolls 30 February and 25 o'clock over into the next day; the calendar and RFC 3339 do not.
    private static func hasRealTime(_ text: [UInt8]) -> Bool {
        func number(_ place: Int) -> Int? {
            guard text.count > place + 1, text[place...place + 1].allSatisfy({ (48...57).contains($0) }) else { return nil }
            return Int(text[place] - 48) * 10 + Int(text[place + 1] - 48)
        }
        guard let hour = number(11), let minute = number(14), let second = number(17) else { return false }
        return hour < 24 && minute < 60 && second < 61 && LegalDate(String(decoding: text.prefix(10), as: UTF8.self)) != nil
    }

    /// Writes UTC with milliseconds.
    package static func format(_ instant: Date) -> String {
        instant.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
