/// Whether a helper has an account, by which they see their cases and answer offers themselves.
enum HelperAccount: String, Sendable {
    case none, open, closed

    /// - Parameter isOpen: whether one of theirs is; nil where they have none.
    init(isOpen: Bool?) {
        self = isOpen.map { $0 ? .open : .closed } ?? .none
    }
}
