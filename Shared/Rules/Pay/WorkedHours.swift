package import Foundation

/// How minutes of work become half-days (buổi làm việc; circular 02/2021, Điều 3.2).
package struct WorkedHours: Sendable {
    /// Minutes of a half-day: four hours.
    package let halfDay: Int
    /// Odd minutes from which a half-day counts whole; fewer count as half of one.
    package let wholeFrom: Int
    package let article: String

    init(from entry: inout PackEntry) throws {
        halfDay = try entry.integer("half_day")
        wholeFrom = try entry.integer("whole_from")
        article = try entry.text("article")
        guard 0 < wholeFrom, wholeFrom <= halfDay else {
            throw entry.value.error("whole_from lies outside a half-day", "Write minutes, more than 0 and at most half_day.")
        }
    }

    /// The half-days of `minutes` spent on one thing.
    package func halfDays(ofMinutes minutes: Int) -> Decimal {
        let whole = Decimal(minutes / halfDay)
        let odd = minutes % halfDay
        if odd == 0 { return whole }
        return odd < wholeFrom ? whole + 1 / Decimal(2) : whole + 1
    }
}
