/// Buổi làm việc: the morning or the afternoon of a day, which the time of helpers is counted in. Written `YYYY-MM-DD/morning`.
package struct HalfDay: Hashable, Sendable, CustomStringConvertible {
    package enum Half: String, Sendable, CaseIterable {
        case morning, afternoon
    }

    package let date: LegalDate
    package let half: Half

    package init(_ date: LegalDate, _ half: Half) {
        self.date = date
        self.half = half
    }

    /// Reads `YYYY-MM-DD/morning`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let date = LegalDate(parts[0]), let half = Half(rawValue: String(parts[1])) else { return nil }
        self.init(date, half)
    }

    package var description: String { "\(date)/\(half.rawValue)" }
}
