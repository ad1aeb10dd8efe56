package import Foundation

/// RFC 3339 text of instants, in UTC with microseconds dropped to milliseconds where they are zero: `2026-11-23T08:15:30.250Z`.
package enum Instant {
    /// Reads any RFC 3339 date-time with its offset; nil for anything else.
    package static func parse(_ text: String) -> Date? {
        if let date = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)) { return date }
        return try? Date(text, strategy: .iso8601)
    }

    /// Writes UTC with milliseconds.
    package static func format(_ instant: Date) -> String {
        instant.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
