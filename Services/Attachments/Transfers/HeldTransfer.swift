import Database
import Models

/// A case that was passed on, as whoever holds it now has it.
struct HeldTransfer: RowDecodable {
    static let columns: SQL = "origin, request, organisation, province, case_id"

    /// The case with which it began, and whose papers these are.
    let origin: CaseID
    let request: RequestID
    let organisation: OrganisationID
    let province: String
    /// Nil until it was accepted there.
    let caseID: CaseID?

    init(_ row: Row) throws {
        origin = try row.get("origin")
        request = try row.get("request")
        organisation = try row.get("organisation")
        province = try row.get("province")
        caseID = try row.get("case_id")
    }
}
