import ServiceKit

/// What a keeper says with what they do to an account.
struct KeeperNote: Sendable {
    let reason: String?
    /// Where an account is opened again: a sign-in name in place of its own.
    let login: String?

    /// Throws 422.
    init(_ given: JSONValue, takesLogin: Bool = false) throws {
        let reader = FieldReader(given)
        reason = reader.optionalText("reason", in: 1...1_000)
        login = takesLogin ? reader.optionalString("login", in: 3...200) : nil
        try reader.finish()
    }
}
