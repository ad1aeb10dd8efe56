import Foundation
import Models
import Rules
import ServiceKit

/// A hearing as it was filled in.
struct HearingDraft: Sendable {
    let kind: String
    let startsAt: Date
    let endsAt: Date?
    let place: String
    let note: String?

    /// Reads `{kind, starts_at, ends_at, place, note}`. Throws 422 with every field that is wrong.
    init(_ document: JSONValue, of record: CaseRecord, rules: RulePacks, today: LegalDate) throws {
        let reader = FieldReader(document)
        kind = reader.choice("kind", among: rules.hearingKinds(on: today).kinds(for: record.form, field: record.field).map(\.key))
        let starts = reader.instant("starts_at")
        let ends = reader.optionalInstant("ends_at")
        place = reader.string("place", in: 1...300)
        note = reader.optionalText("note", in: 1...2_000)
        let days = Self.days(around: today)
        if reader.isSound("starts_at"), !days.contains(LegalDate(starts)) {
            reader.fail("starts_at", .dateOutOfRange(from: days.lowerBound, to: days.upperBound))
        }
        if let ends, reader.isSound("starts_at"), reader.isSound("ends_at"), !(60...2_592_000).contains(ends.timeIntervalSince(starts)) {
            reader.fail(
                "ends_at", code: "before_start", vi: "Phải sau lúc bắt đầu, trong vòng 30 ngày.",
                en: "Must be after the beginning, within 30 days.")
        }
        startsAt = starts.toTheMinute
        endsAt = ends?.toTheMinute
        try reader.finish()
    }

    /// The days on which a hearing can be.
    static func days(around today: LegalDate) -> ClosedRange<LegalDate> {
        (LegalDate(year: 2017, month: 1, day: 1) ?? today)...today.adding(days: 3 * 366)
    }
}

extension Date {
    /// Cut off at the minute: as hearings are fixed.
    var toTheMinute: Date { Date(timeIntervalSince1970: (timeIntervalSince1970 / 60).rounded(.down) * 60) }
}
