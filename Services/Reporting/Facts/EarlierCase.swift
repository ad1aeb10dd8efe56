import Database
import Models

/// A case that another one goes on with, as far as it was heard of.
struct EarlierCase: RowDecodable {
    let province: String?
    let acceptedOn: LegalDate?

    init(_ row: Row) throws {
        province = try row.get("province")
        acceptedOn = try row.get("accepted_on")
    }
}
