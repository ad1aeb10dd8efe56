/// Over which of the things a role may use a right: the condition of a ``Right``.
package enum Reach: String, CaseIterable, Sendable {
    /// What is the caller's own: a helper's cases, offers and entry in the register; one's own account.
    case own
    /// What belongs to the caller's organisation, and to its branches.
    case organisation
    /// The branches of the caller's centre, and what may be changed of the centre itself.
    case branches
    /// The participating organisations of the caller's province, and what belongs to them.
    case participating
    /// What belongs to the organisations of the caller's province.
    case province
    /// Everything.
    case country
}
