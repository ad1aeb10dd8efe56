import Models
import ServiceKit

/// An account as the API shows it; never its password nor anything of its second factor but whether there is one.
struct AccountView: Encodable, Sendable {
    let id: AccountID
    let login: String
    let name: String
    let email: String?
    let role: Role
    let organisation: OrganisationID?
    let province: String?
    let helper: HelperID?
    let state: String
    let secondFactor: Bool
    let version: Int
    /// Live ones; of a single account only, as what follows.
    var sessions: Int?
    /// Of its helper, as the register has it.
    var registerEmail: String?
    /// Whether it is the caller's to change.
    var mayKeep: Bool?

    init(_ account: Account) {
        id = account.id
        login = account.login
        name = account.displayName
        email = account.email
        role = account.role
        organisation = account.organisation
        province = account.province
        helper = account.helper
        state = account.state.rawValue
        secondFactor = account.hasSecondFactor
        version = account.version
    }
}
