import Database
import Models

/// A case as this service knows it.
struct KnownCase: RowDecodable {
    static let columns: SQL = "id, organisation, province, code, accepted_on, state, missing, helper"

    let id: CaseID
    let organisation: OrganisationID
    let province: String?
    let code: String
    /// The legal date of acceptance: picks the rule pack of its papers.
    let acceptedOn: LegalDate?
    let state: CaseState
    /// The kinds of paper that its dossier still lacks.
    let missing: [String]
    let helper: HelperID?

    init(_ row: Row) throws {
        id = try row.get("id")
        organisation = try row.get("organisation")
        province = try row.get("province")
        code = try row.get("code")
        acceptedOn = try row.get("accepted_on")
        state = try row.get("state")
        missing = try row.get("missing")
        helper = try row.get("helper")
    }
}
