import Database
import Foundation
import Models

/// Who has a case, or that nobody has it yet.
struct CaseAssignment: RowDecodable {
    static let columns: SQL = """
        case_id, organisation, province, code, form, accepted_on, opened_at, held, accepted_at_once, clock_at, clock_on, clock_limit, state, helper,
        helper_name, previous, explanation, decision_number, decision_date, decision_signer, closed_at, suspended_at, version, messages
        """

    let id: CaseID
    let organisation: OrganisationID
    let province: String
    let code: String
    let form: AidForm
    let acceptedOn: LegalDate
    let clock: LegalClock
    let openedAt: Date
    let state: AssignmentState
    let helper: HelperID?
    let helperName: String?
    /// The helper who had the case before.
    let previous: HelperID?
    let explanation: Explanation?
    let decision: Decision?
    let isClosed: Bool
    /// The work rests: nobody is looked for.
    let isResting: Bool
    /// Counts every change; the ETag.
    let version: Int
    /// How many messages have told of it: the version of the last one.
    let messages: Int

    init(_ row: Row) throws {
        id = try row.get("case_id")
        organisation = try row.get("organisation")
        province = try row.get("province")
        code = try row.get("code")
        form = try row.get("form")
        acceptedOn = try row.get("accepted_on")
        clock = try LegalClock(row)
        openedAt = try row.get("opened_at")
        state = try row.get("state")
        helper = try row.get("helper")
        helperName = try row.get("helper_name")
        previous = try row.get("previous")
        explanation = try row.get("explanation", as: JSONColumn<Explanation>?.self)?.value
        decision = try Decision(row)
        isClosed = try row.get("closed_at", as: Date?.self) != nil
        isResting = try row.get("suspended_at", as: Date?.self) != nil
        version = try row.get("version")
        messages = try row.get("messages")
    }
}
