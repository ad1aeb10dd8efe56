package import Models

/// Ngày làm việc: Monday to Friday but for the holidays, and the weekend days worked in exchange.
/// A year without a pack counts weekends only, and is not confirmed.
package struct WorkingCalendar: Sendable {
    /// The years that packs exist for, oldest first.
    package let years: [CalendarYear]
    private let holidays: [LegalDate: Holiday]
    private let worked: Set<LegalDate>
    private let confirmedYears: Set<Int>

    init(_ years: [CalendarYear]) {
        self.years = years
        worked = years.reduce(into: []) { $0.formUnion($1.worked) }
        confirmedYears = Set(years.filter(\.confirmed).map(\.year))
        let days = years.flatMap(\.holidays).flatMap { holiday in
            (holiday.from.dayNumber...holiday.to.dayNumber).map { (LegalDate(dayNumber: $0), holiday) }
        }
        holidays = Dictionary(days) { first, _ in first }
    }

    package func isWorkingDay(_ date: LegalDate) -> Bool {
        if worked.contains(date) { return true }
        return date.weekday <= 5 && holidays[date] == nil
    }

    /// The holiday on that day, if it is one (weekends inside a holiday included).
    package func holiday(on date: LegalDate) -> Holiday? { holidays[date] }

    /// The `count`-th working day after `date`, which itself is not counted; 0 gives `date`, a negative count goes back.
    package func adding(workingDays count: Int, to date: LegalDate) -> LegalDate {
        var day = date
        var left = abs(count)
        while left > 0 {
            day = day.adding(days: count.signum())
            if isWorkingDay(day) { left -= 1 }
        }
        return day
    }

    /// The working days after `from` up to and with `to`; negative where `to` is earlier.
    package func workingDays(from: LegalDate, to: LegalDate) -> Int {
        guard from <= to else { return -workingDays(from: to, to: from) }
        return (from.dayNumber..<to.dayNumber).count { isWorkingDay(LegalDate(dayNumber: $0 + 1)) }
    }

    /// `date` itself if it is a working day, else the next one.
    package func workingDay(onOrAfter date: LegalDate) -> LegalDate {
        isWorkingDay(date) ? date : adding(workingDays: 1, to: date)
    }

    /// Whether the year's days off are known for sure.
    package func isConfirmed(_ year: Int) -> Bool { confirmedYears.contains(year) }

    /// Whether each year and each holiday from `from` to `to` is known for sure.
    package func isConfirmed(from: LegalDate, to: LegalDate) -> Bool {
        let span = min(from, to)...max(from, to)
        guard (span.lowerBound.year...span.upperBound.year).allSatisfy(isConfirmed) else { return false }
        return !years.flatMap(\.holidays).contains { !$0.confirmed && $0.from <= span.upperBound && $0.to >= span.lowerBound }
    }
}
