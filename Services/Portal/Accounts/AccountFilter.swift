import Models
import ServiceKit

/// What part of the accounts is looked for.
struct AccountFilter: Sendable {
    /// In the name or the login.
    var text: String?
    var role: Role?
    var organisation: OrganisationID?
    var state: AccountState?
    var page: PageRequest

    /// From a query. Throws 422.
    static func read(_ query: JSONValue) throws -> AccountFilter {
        let reader = FieldReader(query, ignoring: ["notice"])
        let filter = AccountFilter(
            text: reader.optionalString("q", in: 1...200), role: reader.optionalChoice("role", Role.self),
            organisation: reader.optionalID("organisation"), state: reader.optionalChoice("state", AccountState.self),
            page: reader.page(keys: 2))
        try reader.finish()
        return filter
    }
}
