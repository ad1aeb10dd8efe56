import Models
import ServiceKit

/// Why written advice takes longer, and what was agreed with the client where that is longer than the law's longer limit (Law 11/2017, Điều 32.2).
struct AdviceExtensionDraft: Sendable {
    struct Agreement: Sendable {
        /// The day on which the client agreed.
        let on: LegalDate
        let until: LegalDate
    }

    let reason: String
    /// Nil where the law's longer limit is enough.
    let agreement: Agreement?

    /// Days ahead that may be agreed on at most: what is further is a slip of the pen.
    private static let furthest = 3_650

    /// Reads `{"reason", "agreed_on", "agreed_until"}`; the days both, or neither. Throws 422.
    init(_ document: JSONValue, of record: CaseRecord, today: LegalDate) throws {
        let reader = FieldReader(document)
        reason = reader.text("reason", in: 3...2_000)
        let on = reader.optionalDate("agreed_on", in: min(record.acceptedOn, today)...today)
        let until = reader.optionalDate("agreed_until", in: today...today.adding(days: Self.furthest))
        if reader.isSound("agreed_on"), reader.isSound("agreed_until"), (on == nil) != (until == nil) {
            reader.fail(on == nil ? "agreed_on" : "agreed_until", .required)
        }
        try reader.finish()
        agreement = on.flatMap { on in until.map { Agreement(on: on, until: $0) } }
    }
}
