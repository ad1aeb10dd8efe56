/// Why a sign-in by the provider came to nothing, as it is told and written into the audit trail.
enum OpenIDFault: String, Error, Sendable {
    /// Its person, or the provider, broke it off.
    case cancelled
    /// It was begun in another browser, too long ago, or has been used.
    case stale
    /// The provider does not answer.
    case away
    /// The provider's answer does not hold (OpenID Connect Core 1.0, 3.1.3.7), or it offers less than we need.
    case invalid
    /// No open account is connected with this person.
    case unknown
    /// This person is connected with another account.
    case taken
    /// The password was wrong that connecting takes.
    case password
}
