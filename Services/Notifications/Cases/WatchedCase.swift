import Database
import Foundation
import Models

/// A case as this service knows it: what its clock needs.
struct WatchedCase: RowDecodable {
    static let columns: SQL = """
        cases.id, cases.organisation, cases.province, cases.code, cases.helper, cases.assignment_version, cases.waiting_spell, cases.state,
        cases.suspended_until, cases.papers_required, cases.papers_present, cases.last_movement_on, cases.stalls_on, cases.told
        """

    let id: CaseID
    let organisation: OrganisationID
    /// Nil, as the code, until its opening or its assignment is heard of.
    let province: String?
    let code: String?
    let helper: HelperID?
    /// The version of the last message of Assignment that counted.
    let assignmentVersion: Int
    /// What began the present wait for a helper; nil where it does not wait.
    let waitingSpell: UUID?
    let state: CaseState
    /// Of a suspended case: the day by which it is expected to go on; nil where nobody knows.
    let suspendedUntil: LegalDate?
    let papersRequired: Int?
    let papersPresent: Int?
    let lastMovementOn: LegalDate?
    let stallsOn: LegalDate?
    /// How many messages of this service told of it.
    let told: Int

    init(_ row: Row) throws {
        id = try row.get("id")
        organisation = try row.get("organisation")
        province = try row.get("province")
        code = try row.get("code")
        helper = try row.get("helper")
        assignmentVersion = try row.get("assignment_version")
        waitingSpell = try row.get("waiting_spell")
        state = try row.get("state")
        suspendedUntil = try row.get("suspended_until")
        papersRequired = try row.get("papers_required")
        papersPresent = try row.get("papers_present")
        lastMovementOn = try row.get("last_movement_on")
        stallsOn = try row.get("stalls_on")
        told = try row.get("told")
    }
}
