import Foundation
import Models

/// What an account is to be, before it is one.
struct AccountDraft: Equatable, Sendable {
    let login: String
    let displayName: String
    let email: String?
    let role: Role
    let organisation: OrganisationID?
    let province: String?
    let helper: HelperID?

    /// Takes a scope as far as the role has one, so that nobody is given more than the role says. Throws ``AccountError``.
    init(
        login: String, displayName: String, email: String? = nil, role: Role, organisation: OrganisationID? = nil, province: String? = nil,
        helper: HelperID? = nil
    ) throws {
        self.login = Self.plain(login)
        self.displayName = displayName.trimmingCharacters(in: .whitespacesAndNewlines)
        self.email = email?.lowercased()
        self.role = role
        // As the table counts: by code points, not as people do.
        guard (3...200).contains(self.login.unicodeScalars.count), !self.login.contains(where: \.isWhitespace) else {
            throw AccountError("a login has 3 to 200 characters without spaces")
        }
        guard (1...200).contains(self.displayName.count) else { throw AccountError("a display name has 1 to 200 characters") }
        switch role.requiredScope {
        case .organisation:
            guard let organisation else { throw AccountError("the role \(role.rawValue) needs an organisation") }
            (self.organisation, self.province, self.helper) = (organisation, nil, nil)
        case .organisationAndHelper:
            guard let organisation, let helper else { throw AccountError("the role \(role.rawValue) needs an organisation and a helper") }
            (self.organisation, self.province, self.helper) = (organisation, nil, helper)
        case .province:
            guard let province else { throw AccountError("the role \(role.rawValue) needs a province") }
            (self.organisation, self.province, self.helper) = (nil, province, nil)
        case .none:
            (self.organisation, self.province, self.helper) = (nil, nil, nil)
        }
        guard role != .program else { throw AccountError("programs have tokens, no accounts") }
    }

    /// What an account is now.
    ///
    /// - Parameter login: in place of its own.
    init(_ account: Account, login: String? = nil) throws {
        try self.init(
            login: login ?? account.login, displayName: account.displayName, email: account.email, role: account.role,
            organisation: account.organisation, province: account.province, helper: account.helper)
    }

    /// Whether an account may do just what this says.
    func hasRights(of account: Account) -> Bool {
        account.role == role && account.organisation == organisation && account.province == province && account.helper == helper
    }

    /// What this would change, by the names that forms and the API have for it.
    func changes(of account: Account) -> [String] {
        let pairs = [
            ("login", account.login != login), ("name", account.displayName != displayName),
            ("email", email != nil && account.email != email), ("role", account.role != role),
            ("organisation", account.organisation != organisation), ("province", account.province != province),
            ("helper", account.helper != helper),
        ]
        return pairs.filter(\.1).map(\.0)
    }

    /// Whether this hands the account to another person: another helper, or whoever has both another name and another address.
    func isAnotherPerson(than account: Account) -> Bool {
        if let helper, let former = account.helper, helper != former { return true }
        return Set(["name", "email"]).isSubset(of: changes(of: account))
    }

    /// As logins are compared: without surrounding spaces, in lower case, composed.
    static func plain(_ login: String) -> String {
        login.trimmingCharacters(in: .whitespacesAndNewlines).lowercased().precomposedStringWithCanonicalMapping
    }
}

/// Why an account cannot be as it was asked for.
struct AccountError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
