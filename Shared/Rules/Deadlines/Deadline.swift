package import Foundation
package import Models

/// A time limit: how long, in what, and who says so.
package struct Deadline: Hashable, Sendable, Codable {
    package enum Unit: String, Hashable, Sendable, Codable, CaseIterable {
        case minutes, hours, days
        /// Ngày làm việc.
        case workingDays = "working_days"
    }

    package let key: DeadlineKey
    package let amount: Int
    package let unit: Unit
    package let title: LocalizedText
    /// The article, or what else it rests on.
    package let source: String
    /// False for a lever that no law sets, or where the text was not seen.
    package let confirmed: Bool

    init(from entry: inout PackEntry) throws {
        key = try entry.required("key").choice()
        amount = try entry.integer("amount")
        unit = try entry.required("unit").choice()
        title = try entry.localized("title")
        source = try entry.text("source")
        confirmed = try entry.confirmed()
        guard amount > 0 else { throw entry.value.error("the amount is not above 0", "Write a whole number of \(unit.rawValue).") }
    }

    /// The last day of a limit that starts on `date` (not counted itself); nil for hours and minutes.
    /// A last day off moves to the next working day (Civil Code 91/2015, Điều 148.5; its text is not at hand).
    package func lastDay(from date: LegalDate, in calendar: WorkingCalendar) -> LegalDate? {
        switch unit {
        case .minutes, .hours: nil
        case .days: calendar.workingDay(onOrAfter: date.adding(days: amount))
        case .workingDays: calendar.adding(workingDays: amount, to: date)
        }
    }

    /// The instant at which the limit has passed: to the minute for hours and minutes, the end of the last day for days.
    package func due(after instant: Date, in calendar: WorkingCalendar) -> Date {
        if let day = lastDay(from: LegalDate(instant), in: calendar) { return day.end }
        return instant.addingTimeInterval(Double(amount) * (unit == .hours ? 3600 : 60))
    }

    /// The day on which a limit that starts at that instant ends.
    package func day(after instant: Date, in calendar: WorkingCalendar) -> LegalDate {
        lastDay(from: LegalDate(instant), in: calendar) ?? LegalDate(due(after: instant, in: calendar))
    }

    /// The instant before which whatever began has passed the limit by now: what lists of late things are narrowed by.
    package func lateBefore(_ now: Date, in calendar: WorkingCalendar) -> Date {
        if let seconds { return now.addingTimeInterval(-seconds) }
        let today = LegalDate(now)
        var inTime = today
        while let last = lastDay(from: inTime.adding(days: -1), in: calendar), last >= today { inTime = inTime.adding(days: -1) }
        return inTime.start
    }

    /// Length in seconds; nil for days of either kind.
    package var seconds: Double? {
        switch unit {
        case .minutes: Double(amount) * 60
        case .hours: Double(amount) * 3600
        case .days, .workingDays: nil
        }
    }
}
