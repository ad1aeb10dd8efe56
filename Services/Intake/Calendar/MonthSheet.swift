import Foundation
import Models
import Pages

/// A month as a sheet of weeks, each day with what it holds.
struct MonthSheet {
    static let weekdays = [
        "weekday_monday", "weekday_tuesday", "weekday_wednesday", "weekday_thursday", "weekday_friday", "weekday_saturday",
        "weekday_sunday",
    ]
    /// Lines of a day; the rest is in the list below.
    private static let most = 4

    let month: CalendarMonth
    let found: CalendarDesk.Month
    let today: LegalDate
    let t: Sentences
    let title: (Hearing) -> String

    var weeks: [Week] {
        let hearings = Dictionary(grouping: found.hearings) { LegalDate($0.startsAt) }
        let steps = Dictionary(grouping: found.steps, by: \.on)
        return month.weeks.map { week in
            Week(days: week.map { date in day(date, hearings[date] ?? [], steps[date] ?? []) })
        }
    }

    private func day(_ date: LegalDate, _ hearings: [Hearing], _ steps: [NextStep]) -> Day {
        let lines =
            hearings.map { hearing in
                Line(
                    time: t.formats.time(hearing.startsAt), text: hearing.caseCode, href: hearing.address, title: title(hearing),
                    isOff: hearing.state == .withdrawn || hearing.state == .adjourned)
            }
            + steps.map { Line(time: "", text: $0.code, href: "/cases/\($0.caseID)", title: $0.step ?? t("home_next_step"), isOff: false) }
        let more = lines.count - Self.most
        return Day(
            number: date.day, machine: date.description, isOutside: !month.contains(date), isToday: date == today,
            lines: Array(lines.prefix(Self.most)), more: more > 0 ? t.count("calendar_more", more) : nil)
    }

    struct Week: Part {
        let days: [Day]

        func child(named name: String) -> Any? { name == "days" ? days : nil }
    }

    struct Day: Part {
        let number: Int
        let machine: String
        let isOutside: Bool
        let isToday: Bool
        let lines: [Line]
        let more: String?

        func child(named name: String) -> Any? {
            switch name {
            case "number": number
            case "machine": machine
            case "outside": isOutside
            case "today": isToday
            case "lines": lines
            case "more": more
            default: nil
            }
        }
    }

    struct Line: Part {
        let time: String
        let text: String
        let href: String
        let title: String
        let isOff: Bool

        func child(named name: String) -> Any? {
            switch name {
            case "time": time
            case "text": text
            case "href": href
            case "title": title
            case "off": isOff
            default: nil
            }
        }
    }
}
