import Database
import Foundation
import Models

/// A case as the board of assignments shows it.
struct BoardCase: RowDecodable {
    let id: CaseID
    let code: String
    let clock: LegalClock
    let state: AssignmentState
    let helper: HelperID?
    let helperName: String?
    /// Whether the reader may open the helper's page.
    let isHelperSeen: Bool
    let urgent: Bool
    /// A written decision names the helper.
    let isDecided: Bool
    let openedAt: Date
    let assignedAt: Date?

    init(_ row: Row) throws {
        id = try row.get("case_id")
        code = try row.get("code")
        clock = try LegalClock(row)
        state = try row.get("state")
        helper = try row.get("helper")
        helperName = try row.get("helper_name")
        isHelperSeen = try row.get("helper_seen")
        urgent = try row.get("urgent")
        isDecided = try row.get("decision_number", as: String?.self) != nil
        openedAt = try row.get("opened_at")
        assignedAt = try row.get("assigned_at")
    }

    var form: AidForm { clock.form }
}
