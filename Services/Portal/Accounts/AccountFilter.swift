import Database
import Models
import ServiceKit

/// By what the list of accounts can be sorted.
enum AccountSort: String, CaseIterable, Sendable {
    case name, role, state

    /// The column, in `accounts`.
    var expression: SQL {
        switch self {
        case .name: "name_key"
        case .role: "role"
        case .state: Self.standing
        }
    }

    /// How an account stands (``AccountState``).
    static let standing: SQL = "case when not active then 'closed' when password is null then 'invited' else 'active' end"

    func key(of account: Account) -> String {
        switch self {
        case .name: account.nameKey
        case .role: account.role.rawValue
        case .state: account.state.rawValue
        }
    }
}

/// What part of the accounts is looked for.
struct AccountFilter: Sendable {
    /// In the name or the login.
    var text: String?
    var role: Role?
    var organisation: OrganisationID?
    var state: AccountState?
    var sorting = Self.usual
    var page: PageRequest

    static let usual = Sorting(AccountSort.name)

    /// From a query. Throws 422.
    static func read(_ query: JSONValue) throws -> AccountFilter {
        let reader = FieldReader(query, ignoring: ["notice"])
        let filter = AccountFilter(
            text: reader.optionalString("q", in: 1...200), role: reader.optionalChoice("role", Role.self),
            organisation: reader.optionalID("organisation"), state: reader.optionalChoice("state", AccountState.self),
            sorting: reader.sorting(usually: usual), page: reader.page(keys: 3))
        try reader.finish()
        return filter
    }

    /// Where the list goes on behind the part that was asked for; nil at its end.
    ///
    /// - Parameter found: one more than asked for where there are more.
    func next(after found: [Account]) -> Cursor? {
        guard found.count > page.limit, let last = found.prefix(page.limit).last else { return nil }
        return Cursor(sorting.column.key(of: last), last.nameKey, last.id.description)
    }

    /// For an address; nil where it is sorted as usual.
    var sorted: String? { sorting.text(unless: Self.usual) }
}
