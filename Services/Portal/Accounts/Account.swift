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
    /// By which accounts are sorted (``NameKey``).
    let nameKey: String
    let email: String?
    let role: Role
    let organisation: OrganisationID?
    /// The code of a province.
    let province: String?
    let helper: HelperID?
    /// Nil as long as its person has not chosen one.
    let password: PasswordHash?
    let active: Bool
    let hasSecondFactor: Bool
    let version: Int

    init(_ row: Row) throws {
        id = try row.get("id")
        login = try row.get("login")
        displayName = try row.get("display_name")
        nameKey = try row.get("name_key")
        email = try row.get("email")
        role = try row.get("role")
        organisation = try row.get("organisation")
        province = try row.get("province")
        helper = try row.get("helper")
        password = try row.get("password", as: String?.self).map { PasswordHash(text: $0) }
        active = try row.get("active")
        hasSecondFactor = try row.get("has_second_factor")
        version = try row.get("version")
    }

    /// Whom a new token of this account speaks for.
    func identity(at now: Date, session: SessionKey) -> Identity {
        Identity(
            subject: id.description, name: displayName, role: role, organisation: organisation, province: province, helper: helper,
            jti: UUID.v7(at: now).text, session: session)
    }
}
