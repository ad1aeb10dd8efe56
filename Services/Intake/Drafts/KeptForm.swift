import Database
import Foundation
import Models
import ServiceKit

/// The form of a request that was begun and not sent.
struct KeptForm: RowDecodable {
    let id: UUID
    /// The form's own key, of a member of staff's: what is sent twice under it has its effect once.
    let formKey: UUID?
    /// The client's name, where it was typed.
    let title: String?
    /// As it was typed, wrong or right.
    let fields: JSONValue
    let begunAt: Date
    let savedAt: Date
    let expiresAt: Date

    init(_ row: Row) throws {
        id = try row.get("id")
        formKey = try row.get("form_key")
        title = try row.get("title")
        fields = (try? JSONParser.parse(Array(try row.get("fields", as: String.self).utf8))) ?? .null
        begunAt = try row.get("begun_at")
        savedAt = try row.get("saved_at")
        expiresAt = try row.get("expires_at")
    }
}
