import Database
import Models

/// A case as this service knows it.
struct KnownCase: RowDecodable {
    static let columns: SQL = """
        id, organisation, province, code, accepted_on, state, missing, helper, waived_papers, waived_reason, handed_over_on, handed_over_at, \
        handed_over_by, received_by, handover_note
        """

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
    /// What was missing when it was finished, and why that was let pass.
    let waivedPapers: [String]
    let waivedReason: String?
    let handover: DossierHandover?

    init(_ row: Row) throws {
        id = try row.get("id")
        organisation = try row.get("organisation")
        province = try row.get("province")
        code = try row.get("code")
        acceptedOn = try row.get("accepted_on")
        state = try row.get("state")
        missing = try row.get("missing")
        helper = try row.get("helper")
        waivedPapers = try row.get("waived_papers")
        waivedReason = try row.get("waived_reason")
        handover = try DossierHandover(optional: row)
    }
}
