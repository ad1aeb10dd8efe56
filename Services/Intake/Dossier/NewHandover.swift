import Models
import ServiceKit

/// Bàn giao hồ sơ: the helper gives the dossier of an ended case to the organisation (Law 11/2017, Điều 39.1).
struct NewHandover: Sendable {
    var date: LegalDate
    /// Who gave it: a name; nil where it was not said.
    var handedOverBy: String?
    /// Who took it for the organisation.
    var receivedBy: String
    var note: String?
    /// Why it is handed over although papers are missing.
    var missingPapersReason: String?

    /// Reads the body of `POST …/handover`: `{"date", "handed_over_by", "received_by", "note", "missing_papers_reason"}`. Who is not named is the case's helper on one side, and
    /// whoever enters it on the other, unless that is the helper.
    init(_ document: JSONValue, of record: CaseRecord, by actor: Actor, today: LegalDate) throws {
        let reader = FieldReader(document)
        date = reader.optionalDate("date", in: min(record.endedOn ?? record.acceptedOn, today)...today) ?? today
        handedOverBy = reader.optionalString("handed_over_by", in: 1...200) ?? record.helper?.name
        let receiver = reader.optionalString("received_by", in: 1...200)
        note = reader.optionalText("note", in: 1...2_000)
        missingPapersReason = reader.optionalText("missing_papers_reason", in: 10...2_000)
        if receiver == nil, actor.role == .helper { reader.fail("received_by", .required) }
        receivedBy = receiver ?? actor.name
        try reader.finish()
    }
}
