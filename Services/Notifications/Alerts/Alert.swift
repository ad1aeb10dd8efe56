import Database
import Foundation
import Models

/// Something that must be looked at, with what is known of its case now.
struct Alert: RowDecodable {
    let id: AlertID
    let `case`: CaseID
    let organisation: OrganisationID
    let province: String
    let kind: AlertKind
    let state: AlertState
    let code: String
    /// The helper who has the case now.
    let helper: HelperID?
    let helperName: String?
    let lastMovementOn: LegalDate
    /// Working days without movement when it was raised.
    let workingDays: Int
    /// The day by which its case was to go on, where the work rests, or rested, beyond it.
    let suspendedUntil: LegalDate?
    /// The last day for what is late; nil where the case stands still.
    let dueOn: LegalDate?
    let raisedAt: Date
    let acknowledgedAt: Date?
    let acknowledgedBy: String?
    let closedAt: Date?
    /// Nil while it is not, and where it was closed before this was kept.
    let closedBecause: AlertClosing?
    let version: Int

    init(_ row: Row) throws {
        id = try row.get("id")
        self.case = try row.get("case_id")
        organisation = try row.get("organisation")
        province = try row.get("province")
        kind = try row.get("kind")
        state = try row.get("state")
        code = try row.get("code")
        helper = try row.get("helper")
        helperName = try row.get("helper_name")
        lastMovementOn = try row.get("last_movement_on")
        workingDays = try row.get("working_days")
        suspendedUntil = try row.get("suspended_until")
        dueOn = try row.get("due_on")
        raisedAt = try row.get("raised_at")
        acknowledgedAt = try row.get("acknowledged_at")
        acknowledgedBy = try row.get("acknowledged_by")
        closedAt = try row.get("closed_at")
        closedBecause = try row.get("closed_because")
        version = try row.get("version")
    }
}
