import ServiceKit

/// The hidden field `version` of a page's form: which version the page showed of what the form changes, in place of `If-Match`.
extension JSONValue {
    private static let seenName = "version"

    /// Throws 412 where it is another by now, or the form says of none.
    func checkSeen(_ version: Int) throws {
        guard seenVersion == version else { throw Problem.preconditionFailed() }
    }

    /// Nil where the form says of none.
    var seenVersion: Int? { self[Self.seenName]?.text.flatMap { Int($0) } }

    /// The form's own fields.
    var withoutSeen: JSONValue {
        guard case .object(var members) = self else { return self }
        members[Self.seenName] = nil
        return .object(members)
    }
}
