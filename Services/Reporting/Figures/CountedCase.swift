import Database
import Models
import ServiceKit

/// A case behind a figure.
struct CountedCase: RowDecodable, Encodable {
    let id: CaseID
    let code: String
    let organisation: OrganisationID
    let acceptedOn: LegalDate
    let endedOn: LegalDate?

    init(_ row: Row) throws {
        id = try row.get("case_id")
        code = try row.get("code")
        organisation = try row.get("organisation")
        acceptedOn = try row.get("accepted_on")
        endedOn = try row.get("ended_on")
    }

    /// Where the next part of a list begins after this one.
    var cursor: Cursor { Cursor(acceptedOn.description, id.description) }
}
