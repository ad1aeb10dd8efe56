import Foundation
import Models

/// Work on a case in the JSON API.
struct ProgressView: Encodable, Sendable {
    let id: String
    let kind: String
    let date: LegalDate
    let half: String?
    let halfDays: Double?
    let minutes: Int?
    let place: String?
    let confirmedBy: String?
    let note: String?
    let result: String?
    let nextStep: String?
    let nextOn: LegalDate?
    let helper: CaseHelper?
    let enteredBy: String
    let enteredAt: Date
    let corrects: String?
    let superseded: ProgressRecord.Superseded?

    init(_ record: ProgressRecord) {
        id = record.id.text
        kind = record.kind
        date = record.date
        half = record.half?.rawValue
        halfDays = record.halfDays
        minutes = record.minutes
        place = record.place
        confirmedBy = record.confirmedBy
        note = record.note
        result = record.result
        nextStep = record.nextStep
        nextOn = record.nextOn
        helper = record.caseHelper
        enteredBy = record.enteredBy
        enteredAt = record.enteredAt
        corrects = record.corrects?.text
        superseded = record.superseded
    }
}

extension ProgressRecord {
    /// Whose work it was; nil where nobody had the case.
    var caseHelper: CaseHelper? {
        guard let helper, let helperKind else { return nil }
        return CaseHelper(id: helper, name: helperName ?? helper.description, kind: helperKind)
    }
}
