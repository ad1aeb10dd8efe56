import Foundation
import Models
import Rules

/// When the helper of a hearing is reminded of it: so many working days before, at 7 in the morning (levers of ours, in the rule pack; the law
/// sets no figure).
struct ReminderClock: Sendable {
    private static let hour = 7.0

    let rules: RulePacks

    struct Reminder: Equatable, Sendable {
        let workingDays: Int
        let at: Date
    }

    /// Those of a hearing that begins then, the earliest first.
    func reminders(of startsAt: Date) -> [Reminder] {
        let day = LegalDate(startsAt)
        return rules.deadlines(on: day).hearingReminderWorkingDays.map { count in
            let date = rules.calendar.adding(workingDays: -count, to: day)
            return Reminder(workingDays: count, at: date.start.addingTimeInterval(Self.hour * 3600))
        }
    }

    /// The latest that is due by `now`; nil before the first.
    func due(_ startsAt: Date, by now: Date) -> Reminder? { reminders(of: startsAt).last { $0.at <= now } }

    /// When the next one is due after `now`; nil after the last.
    func next(_ startsAt: Date, after now: Date) -> Date? { reminders(of: startsAt).first { $0.at > now }?.at }
}
