import Database
import Models

/// A helper as this service knows them: whom to write to.
struct Helper: RowDecodable {
    let id: HelperID
    let name: String
    /// Nil where none was entered: nothing can be mailed then.
    let email: String?

    init(_ row: Row) throws {
        id = try row.get("id")
        name = try row.get("name")
        email = try row.get("email")
    }
}
