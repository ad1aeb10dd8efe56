import Database
import Models

/// Tổ chức thực hiện trợ giúp pháp lý, as this service keeps it.
struct Organisation: RowDecodable {
    static let columns: SQL = "id, kind, parent, province, title, code, email, active, version"

    let id: OrganisationID
    let kind: OrganisationKind
    /// The centre of a branch.
    let parent: OrganisationID?
    let province: String
    let title: String
    /// The first part of its case codes.
    let code: String
    let email: String?
    let active: Bool
    let version: Int

    init(_ row: Row) throws {
        id = try row.get("id")
        kind = try row.get("kind")
        parent = try row.get("parent")
        province = try row.get("province")
        title = try row.get("title")
        code = try row.get("code")
        email = try row.get("email")
        active = try row.get("active")
        version = try row.get("version")
    }
}
