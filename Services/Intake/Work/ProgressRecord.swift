import Database
import Foundation
import Models

/// Work on a case as it is on record, corrected or not.
struct ProgressRecord: RowDecodable {
    let id: UUID
    let caseID: CaseID
    let helper: HelperID?
    let helperName: String?
    let helperKind: HelperKind?
    let kind: String
    let date: LegalDate
    let half: HalfDay.Half?
    /// Buổi; nil where none was spent.
    let halfDays: Double?
    let minutes: Int?
    let place: String?
    /// Who confirmed the time (circular 02/2021, Điều 4.3, 5.3, 6.3, 7.2).
    let confirmedBy: String?
    let note: String?
    let result: String?
    let nextStep: String?
    let nextOn: LegalDate?
    let enteredBy: String
    let enteredAt: Date
    /// The row that it corrects.
    let corrects: UUID?
    /// Set where it holds no longer.
    let superseded: Superseded?

    /// Why a row holds no longer: it was corrected or withdrawn.
    struct Superseded: Encodable, Sendable {
        let at: Date
        let by: String
        let reason: String
    }

    init(_ row: Row) throws {
        id = try row.get("id")
        caseID = try row.get("case_id")
        helper = try row.get("helper")
        helperName = try row.get("helper_name")
        helperKind = try row.get("helper_kind")
        kind = try row.get("kind")
        date = try row.get("date")
        half = try row.get("half", as: String?.self).flatMap(HalfDay.Half.init)
        halfDays = try row.get("half_days")
        minutes = try row.get("minutes")
        place = try row.get("place")
        confirmedBy = try row.get("confirmed_by")
        note = try row.get("note")
        result = try row.get("result")
        nextStep = try row.get("next_step")
        nextOn = try row.get("next_on")
        enteredBy = try row.get("entered_by")
        enteredAt = try row.get("entered_at")
        corrects = try row.get("corrects")
        superseded = try row.get("superseded_at", as: Date?.self).map { at in
            Superseded(at: at, by: try row.get("superseded_by"), reason: try row.get("superseded_reason"))
        }
    }
}
