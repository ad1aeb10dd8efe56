import Models
import Rules
import ServiceKit

/// A correction as it was filled in: the entry as it should have been, and why.
struct Correction: Sendable {
    let entry: RecordProgress.Entry
    let reason: String

    /// Throws 422 with every field that is wrong.
    init(_ document: JSONValue, of record: CaseRecord, rules: RulePacks, today: LegalDate) throws {
        let reader = FieldReader(document)
        entry = RecordProgress.Entry(reader, of: record, rules: rules, today: today)
        reason = reader.text("reason", in: 1...500)
        try reader.finish()
    }
}
