import Database
import Foundation
import Models

/// When a helper is expected, where, and what for.
struct Hearing: RowDecodable {
    let id: HearingID
    let caseID: CaseID
    let organisation: OrganisationID
    /// From the rule pack.
    let kind: String
    let startsAt: Date
    let endsAt: Date?
    let place: String
    let note: String?
    let state: HearingState
    let outcome: String?
    /// The one that was adjourned to this one.
    let follows: HearingID?
    let enteredBy: String
    let enteredAt: Date
    let changedAt: Date
    /// Counts every change.
    let version: Int
    let caseCode: String
    let helper: CaseHelper?

    init(_ row: Row) throws {
        id = try row.get("id")
        caseID = try row.get("case_id")
        organisation = try row.get("organisation")
        kind = try row.get("kind")
        startsAt = try row.get("starts_at")
        endsAt = try row.get("ends_at")
        place = try row.get("place")
        note = try row.get("note")
        state = try row.get("state")
        outcome = try row.get("outcome")
        follows = try row.get("follows")
        enteredBy = try row.get("entered_by")
        enteredAt = try row.get("entered_at")
        changedAt = try row.get("changed_at")
        version = try row.get("version")
        caseCode = try row.get("code")
        helper = try CaseHelper(optional: row)
    }
}

/// How a hearing stood before a change.
struct HearingChange: RowDecodable {
    let startsAt: Date
    let endsAt: Date?
    let kind: String
    let place: String
    let state: HearingState
    let changedBy: String
    let changedAt: Date

    init(_ row: Row) throws {
        startsAt = try row.get("starts_at")
        endsAt = try row.get("ends_at")
        kind = try row.get("kind")
        place = try row.get("place")
        state = try row.get("state")
        changedBy = try row.get("changed_by")
        changedAt = try row.get("changed_at")
    }
}
