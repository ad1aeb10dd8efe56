package import Foundation

/// Where the time comes from: injected everywhere, so that a test or a demonstration can move it.
package struct WallClock: Sendable {
    private let read: @Sendable () -> Date

    /// A clock that asks `read` each time.
    package init(_ read: @escaping @Sendable () -> Date) {
        self.read = read
    }

    /// The machine's own clock.
    package static let system = WallClock { Date() }

    /// The machine's clock plus the seconds written in a file, read again at every call; a missing or empty file adds nothing.
    package static func shifted(byFile path: String) -> WallClock {
        WallClock {
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            let seconds = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
            return Date().addingTimeInterval(seconds)
        }
    }

    /// This instant, to the microsecond, as the database keeps it.
    package var now: Date {
        Date(timeIntervalSince1970: (read().timeIntervalSince1970 * 1_000_000).rounded(.down) / 1_000_000)
    }

    /// Today in Asia/Ho_Chi_Minh.
    package var today: LegalDate { LegalDate(now) }
}
