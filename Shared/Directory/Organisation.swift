package import Database
package import Models

/// An organisation as the other services know it.
package struct Organisation: RowDecodable, Equatable {
    package let id: OrganisationID
    package let kind: OrganisationKind
    /// The centre of a branch.
    package let parent: OrganisationID?
    package let province: String
    package let title: String
    /// The first part of its case codes.
    package let code: String
    /// Where it gets its mail; nil where none was entered.
    package let email: String?
    package let active: Bool

    package init(_ row: Row) throws {
        id = try row.get("id")
        kind = try row.get("kind")
        parent = try row.get("parent")
        province = try row.get("province")
        title = try row.get("title")
        code = try row.get("code")
        email = try row.get("email")
        active = try row.get("active")
    }
}
