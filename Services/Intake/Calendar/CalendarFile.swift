import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// A helper's calendar for calendar programs: kind, case code and place of each hearing, and nothing that names a client.
struct CalendarFile: Sendable {
    let hearings: [Hearing]
    /// Those of cases that went to somebody else: told as cancelled, so that programs that only add take them off.
    let released: [ReleasedHearing]
    /// How often a case went and came back.
    let moves: [CaseID: Int]
    let rules: RulePacks
    let t: Sentences
    let publicURL: String

    var text: String {
        var file = ICalendar()
        file.line("BEGIN", "VCALENDAR")
        file.line("VERSION", "2.0")
        file.line("PRODID", "-//Cau Noi//Legal aid calendar//\(t.language.rawValue.uppercased())")
        file.line("CALSCALE", "GREGORIAN")
        file.line("METHOD", "PUBLISH")
        file.line("X-WR-CALNAME", text: t("calendar_feed_name"))
        file.line("X-WR-TIMEZONE", "Asia/Ho_Chi_Minh")
        file.line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
        file.line("X-PUBLISHED-TTL", "PT1H")
        for hearing in hearings { write(hearing, into: &file) }
        for hearing in released { write(hearing, into: &file) }
        file.line("END", "VCALENDAR")
        return file.text
    }

    private func write(_ hearing: Hearing, into file: inout ICalendar) {
        let isOff = hearing.state == .withdrawn || hearing.state == .adjourned
        file.line("BEGIN", "VEVENT")
        file.line("UID", "\(hearing.id)@caunoi")
        file.line("DTSTAMP", hearing.changedAt)
        file.line("CREATED", hearing.enteredAt)
        file.line("LAST-MODIFIED", hearing.changedAt)
        file.line("SEQUENCE", String(hearing.version - 1 + (moves[hearing.caseID] ?? 0)))
        file.line("DTSTART", hearing.startsAt)
        file.line("DTEND", hearing.endsAt ?? hearing.startsAt.addingTimeInterval(3_600))
        file.line("SUMMARY", text: "\(hearing.title(rules).text(t.language.rawValue)) – \(hearing.caseCode)")
        file.line("LOCATION", text: hearing.place)
        file.line("STATUS", isOff ? "CANCELLED" : "CONFIRMED")
        file.line("CLASS", "PRIVATE")
        file.line("URL", "\(publicURL)\(hearing.address)")
        file.line("END", "VEVENT")
    }

    private func write(_ hearing: ReleasedHearing, into file: inout ICalendar) {
        let title = rules.hearingKinds(on: LegalDate(hearing.startsAt))[hearing.kind]?.title.text(t.language.rawValue) ?? hearing.kind
        file.line("BEGIN", "VEVENT")
        file.line("UID", "\(hearing.id)@caunoi")
        file.line("DTSTAMP", hearing.until)
        file.line("CREATED", hearing.enteredAt)
        file.line("LAST-MODIFIED", hearing.until)
        file.line("SEQUENCE", String(hearing.sequence - 1))
        file.line("DTSTART", hearing.startsAt)
        file.line("DTEND", hearing.endsAt ?? hearing.startsAt.addingTimeInterval(3_600))
        file.line("SUMMARY", text: "\(title) – \(hearing.caseCode)")
        file.line("LOCATION", text: hearing.place)
        file.line("STATUS", "CANCELLED")
        file.line("CLASS", "PRIVATE")
        file.line("END", "VEVENT")
    }
}
