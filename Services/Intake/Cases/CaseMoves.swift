import Directory
import Models
import Rules
import ServiceKit

/// Tạm dừng: why the work on a case rests, since when, and until when as far as anybody knows (circular 02/2021, Điều 8.2).
struct Suspension: Sendable {
    /// The coded ground, from the rule pack.
    let ground: String
    let date: LegalDate
    /// As it was named, or by the limit of whoever is waited for (Law 11/2017, Điều 34.2, 36.2).
    let expectedOn: LegalDate?
    let note: String?

    /// Reads `{"date", "ground", "expected_on", "note"}`. Throws 422 with every field that is wrong.
    init(_ document: JSONValue, of record: CaseRecord, rules: RulePacks, today: LegalDate) throws {
        let reader = FieldReader(document)
        ground = reader.choice("ground", among: rules.suspensionGrounds(on: today).all.map(\.key))
        date = reader.date("date", in: min(max(record.acceptedOn, record.resumedOn ?? record.acceptedOn), today)...today)
        let named = reader.optionalDate("expected_on")
        let (day, limit) = (date, rules.suspensionGrounds(on: today)[ground]?.limit)
        expectedOn = named ?? limit.flatMap { rules.deadlines(on: day)[$0].lastDay(from: day, in: rules.calendar) }
        note = reader.optionalText("note", in: 1...2_000)
        if reader.isSound("date"), let named, named <= date {
            reader.fail(
                "expected_on", code: "not_after_date", vi: "Ngày dự kiến tiếp tục phải sau ngày tạm dừng.",
                en: "The day by which it goes on must come after the day of the suspension.")
        }
        try reader.finish()
    }
}

/// Tiếp tục: since when the work goes on, and why.
struct Resumption: Sendable {
    let date: LegalDate
    let reason: String

    /// Reads `{"date", "reason"}`.
    init(_ document: JSONValue, of record: CaseRecord, today: LegalDate) throws {
        let reader = FieldReader(document)
        date = reader.date("date", in: min(record.suspendedOn ?? record.acceptedOn, today)...today)
        reason = reader.text("reason", in: 3...2_000)
        try reader.finish()
    }
}

/// Mở lại: since when a case that was entered as ended is worked on again, and why.
struct Reopening: Sendable {
    let date: LegalDate
    let reason: String

    /// Reads `{"date", "reason"}`.
    init(_ document: JSONValue, of record: CaseRecord, today: LegalDate) throws {
        let reader = FieldReader(document)
        date = reader.date("date", in: min(record.endedOn ?? record.acceptedOn, today)...today)
        reason = reader.text("reason", in: 10...2_000)
        try reader.finish()
    }
}

/// Lưu trữ: when the dossier went into the archive, and where it lies (Law 11/2017, Điều 39.2).
struct Archiving: Sendable {
    let date: LegalDate
    let place: String
    let note: String?

    /// Reads `{"date", "place", "note"}`.
    init(_ document: JSONValue, of record: CaseRecord, today: LegalDate) throws {
        let reader = FieldReader(document)
        date = reader.date("date", in: min(record.handedOverOn ?? record.acceptedOn, today)...today)
        place = reader.string("place", in: 1...200)
        note = reader.optionalText("note", in: 1...2_000)
        try reader.finish()
    }
}

/// Chuyển vụ việc: to whom, and why (Law 11/2017, Điều 16.3, 35).
struct CaseTransfer: Sendable {
    let receiver: OrganisationID
    let ground: String
    let note: String?

    /// Reads `{"organisation", "ground", "note"}`; the ground is one that is open to the case's organisation.
    init(_ document: JSONValue, from organisation: Organisation, rules: RulePacks, today: LegalDate) throws {
        let reader = FieldReader(document)
        receiver = reader.id("organisation")
        ground = reader.choice("ground", among: rules.caseTransferGrounds(on: today).open(to: organisation.kind).map(\.key))
        note = reader.optionalText("note", in: 1...2_000)
        try reader.finish()
    }
}
