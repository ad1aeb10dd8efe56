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
    let progress: ProgressStore
    let timeline: TimelineStore
    let words: StateWords
    let pay: PayDesk

    /// Work as it was filled in.
    struct Entry: Sendable {
        var kind: String
        var date: LegalDate
        /// Whether it was the morning or the afternoon, where that was said.
        var half: HalfDay.Half?
        /// Buổi; nil where none was spent.
        var halfDays: Double?
        /// How long it took; half-days are reckoned of it (circular 02/2021, Điều 3.2).
        var minutes: Int?
        var place: String?
        /// Who confirmed the time (Điều 4.3, 5.3, 6.3, 7.2).
        var confirmedBy: String?
        var note: String?
        var result: String?
        var nextStep: String?
        var nextOn: LegalDate?
        /// Whose work it is, where that is not the helper whom the case has now.
        var helper: HelperID?

        /// Reads the body of `POST …/progress`. Throws 422 with every field that is wrong.
        init(_ document: JSONValue, of record: CaseRecord, rules: RulePacks, today: LegalDate) throws {
            let reader = FieldReader(document)
            self.init(reader, of: record, rules: rules, today: today)
            try reader.finish()
        }

        /// The same of a reader that has more to read; nothing may be done with it before that one has finished.
        init(_ reader: FieldReader, of record: CaseRecord, rules: RulePacks, today: LegalDate) {
            kind = reader.choice("kind", among: rules.progressKinds(on: today).kinds(for: record.form, field: record.field).map(\.key))
            // A case exists from its acceptance on; there is no work on it before that.
            date = reader.date("date", in: min(record.acceptedOn, today)...today)
            half = reader.optionalChoice("half", HalfDay.Half.self)
            let spent = reader.optionalDecimal("half_days", in: 0...60)
            minutes = reader.optionalInt("minutes", in: 1...1_440)
            let reckoned = minutes.map(rules.pay(on: date).hours.halfDays(ofMinutes:))
            if let spent, let reckoned, spent != reckoned {
                reader.fail(
                    "half_days", code: "differs_from_minutes", vi: "Số phút đã ghi tính thành \(reckoned) buổi; hãy bỏ trống số buổi.",
                    en: "The minutes come to \(reckoned) half-days; leave this empty.")
            }
            // Whoever names a morning or an afternoon spent that one, unless they say otherwise.
            halfDays = (reckoned ?? spent).map { NSDecimalNumber(decimal: $0).doubleValue } ?? (half == nil ? nil : 1)
            place = reader.optionalString("place", in: 1...300)
            confirmedBy = reader.optionalString("confirmed_by", in: 1...200)
            note = reader.optionalText("note", in: 1...4_000)
            result = reader.optionalText("result", in: 1...4_000)
            nextStep = reader.optionalString("next_step", in: 1...500)
            nextOn = reader.optionalDate("next_on")
            helper = reader.optionalID("helper", HelperID.self)
        }
    }

    /// Returns the entry's id. Throws 409 where the case is not worked on, 422 where it is the work of somebody who never had it.
    func callAsFunction(
        _ entry: Entry, on record: CaseRecord, by actor: Actor, for identity: Identity, in transaction: Transaction
    ) async throws -> UUID {
        let state = try words.check(record, .work)
        let helper = try await helper(of: entry, on: record, for: identity, in: transaction)
        let now = clock.now
        let id = UUID.v7(at: now)
        progress.insert(entry, id, of: helper, on: record, by: actor.name, at: now, in: transaction)
        try outbox.publish(
            CaseProgressed(
                case: record.id, organisation: record.organisation, helper: helper?.id, kind: entry.kind, date: entry.date,
                occurredAt: entry.date.start, recordedAt: now),
            version: record.told + 1, in: transaction)
        cases.progressed(record.id, to: state, by: entry, in: transaction)
        let half = entry.half.map { ["half": $0.rawValue] } ?? [:]
        try timeline.add(
            "progress", to: record, by: actor.name, ["kind": entry.kind, "date": entry.date.description].merging(half) { $1 }, at: now,
            in: transaction)
        try transaction.audit(actor.entry("case.progressed", "case", record.id.uuid, record.organisation), at: now)
        return id
    }

    /// Whose work it is; nil where nobody has the case. Of whoever was replaced, what they did until then counts (circular 02/2021, Điều 8.3a).
    private func helper(of entry: Entry, on record: CaseRecord, for identity: Identity, in transaction: Transaction) async throws
        -> CaseHelper?
    {
        guard let named = entry.helper, named != record.helper?.id else { return record.helper }
        let helper = try await pay.helper(named, of: record, for: identity, in: transaction)
        let former = try await pay.former.helpers(of: record.id, in: transaction).first { $0.helper.id == named }
        if let until = former?.until, entry.date > LegalDate(until) {
            throw Problem.validation([
                FieldError(
                    "/date", code: "after_replacement",
                    message: Bilingual(
                        vi: "Khi đó người này không còn thực hiện vụ việc.", en: "By then the case was no longer theirs."))
            ])
        }
        return helper
    }
}
