import Models

/// A month of the calendar, `2026-12`, laid out in weeks from Monday on.
struct CalendarMonth: Hashable, Sendable, CustomStringConvertible {
    let year: Int
    let month: Int

    /// The month of a day.
    init(of date: LegalDate) {
        year = date.year
        month = date.month
    }

    /// Nil for what is no month of our times.
    init?(_ text: String) {
        guard text.wholeMatch(of: /20[0-9]{2}-(0[1-9]|1[0-2])/) != nil, let date = LegalDate(text + "-01") else { return nil }
        self.init(of: date)
    }

    var description: String { first.description.split(separator: "-").prefix(2).joined(separator: "-") }
    var first: LegalDate { LegalDate(year: year, month: month, day: 1) ?? LegalDate(dayNumber: 0) }
    var last: LegalDate { next.first.adding(days: -1) }
    var next: CalendarMonth { CalendarMonth(of: first.adding(days: 31)) }
    var previous: CalendarMonth { CalendarMonth(of: first.adding(days: -1)) }

    /// The weeks that have a day of it, each from Monday to Sunday; days of its neighbours too.
    var weeks: [[LegalDate]] {
        let monday = first.adding(days: 1 - first.weekday)
        return stride(from: 0, to: last.dayNumber - monday.dayNumber + 1, by: 7).map { week in
            (0..<7).map { monday.adding(days: week + $0) }
        }
    }

    func contains(_ date: LegalDate) -> Bool { (first...last).contains(date) }
}
