import Database

/// How an account stands.
enum AccountState: String, CaseIterable, Bindable, Sendable {
    /// Its person has not chosen a password yet.
    case invited
    case active
    /// Nobody signs in with it.
    case closed
}

extension Account {
    var state: AccountState {
        guard active else { return .closed }
        return password == nil ? .invited : .active
    }
}
