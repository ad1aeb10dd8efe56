import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Enters work that was done on a case, in half-days (buổi; circular 02/2021, Điều 3).
struct RecordProgress: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let cases: CaseStore
    let timeline: TimelineStore

    /// Work as it was filled in.
    struct Entry: Sendable {
        var kind: String
        var date: LegalDate
        /// Whether it was the morning or the afternoon, where that was said.
        var half: HalfDay.Half?
        /// Buổi; nil where none was spent.
        var halfDays: Double?
        var place: String?
        var note: String?
        var nextStep: String?
        var nextOn: LegalDate?

        /// Reads the body of `POST …/progress`. Throws 422 with every field that is wrong.
        init(_ document: JSONValue, rules: RulePacks, today: LegalDate) throws {
            let reader = FieldReader(document)
            kind = reader.choice("kind", among: rules.progressKinds(on: today).all.map(\.key))
            date = reader.date("date", in: (LegalDate(year: 2017, month: 1, day: 1) ?? today)...today)
            half = reader.optionalChoice("half", HalfDay.Half.self)
            let spent = reader.optionalDecimal("half_days", in: 0...60).map { NSDecimalNumber(decimal: $0).doubleValue }
            // Whoever names a morning or an afternoon spent that one, unless they say otherwise.
            halfDays = spent ?? (half == nil ? nil : 1)
            place = reader.optionalString("place", in: 1...300)
            note = reader.optionalText("note", in: 1...4_000)
            nextStep = reader.optionalString("next_step", in: 1...500)
            nextOn = reader.optionalDate("next_on")
            try reader.finish()
        }
    }

    /// Returns the entry's id. Throws 409 where the case has ended.
    func callAsFunction(_ entry: Entry, on record: CaseRecord, by actor: Actor, in transaction: Transaction) async throws -> UUID {
        guard record.state.isOpen else {
            throw Problem.conflict(Bilingual(vi: "Vụ việc đã kết thúc.", en: "The case has ended."))
        }
        let now = clock.now
        let id = UUID.v7(at: now)
        transaction.later(
            """
            insert into progress (id, case_id, organisation, province, helper, kind, date, half, half_days, place, note, next_step, next_on, entered_by, entered_at)
            values (\(id), \(record.id), \(record.organisation), \(record.province), \(record.helper?.id), \(entry.kind), \(entry.date),
                \(entry.half?.rawValue), \(entry.halfDays), \(entry.place), \(entry.note), \(entry.nextStep), \(entry.nextOn), \(actor.name), \(now))
            """)
        try outbox.publish(
            CaseProgressed(
                case: record.id, organisation: record.organisation, helper: record.helper?.id, kind: entry.kind, date: entry.date,
                occurredAt: entry.date.start, recordedAt: now),
            version: record.told + 1, in: transaction)
        cases.progressed(record.id, to: .underWay, by: entry, in: transaction)
        let half = entry.half.map { ["half": $0.rawValue] } ?? [:]
        try timeline.add(
            "progress", to: record, by: actor.name, ["kind": entry.kind, "date": entry.date.description].merging(half) { $1 }, at: now,
            in: transaction)
        try transaction.audit(actor.entry("case.progressed", "case", record.id.uuid, record.organisation), at: now)
        return id
    }
}
