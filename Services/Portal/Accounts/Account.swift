import Database
import Foundation
import Models
import ServiceKit

/// Someone who may sign in.
struct Account: RowDecodable, Sendable {
    let id: AccountID
    /// Lower case.
    let login: String
    let displayName: String
    let role: Role
    let organisation: OrganisationID?
    /// The code of a province.
    let province: String?
    let helper: HelperID?
    let password: PasswordHash
    let active: Bool
    let version: Int

    init(_ row: Row) throws {
        id = try row.get("id")
        login = try row.get("login")
        displayName = try row.get("display_name")
        role = try row.get("role")
        organisation = try row.get("organisation")
        province = try row.get("province")
        helper = try row.get("helper")
        password = PasswordHash(text: try row.get("password"))
        active = try row.get("active")
        version = try row.get("version")
    }

    /// Whom a new token of this account speaks for.
    func identity(at now: Date) -> Identity {
        Identity(
            subject: id.description, name: displayName, role: role, organisation: organisation, province: province, helper: helper,
            jti: UUID.v7(at: now).text)
    }
}
