/// What went wrong between us and PostgreSQL: what, where, and whether trying again helps.
package struct DatabaseError: Error, Sendable, CustomStringConvertible {
    /// What sort of thing went wrong.
    package enum Kind: Sendable, Equatable {
        /// The server refused the statement; `sqlState` says why.
        case server
        /// No connection could be had, or it was lost before COMMIT was sent: nothing happened.
        case connectionLost
        /// The connection was lost after COMMIT was sent: nobody here knows whether it took effect.
        case unknownOutcome
        /// All connections stayed busy for as long as a caller may wait.
        case poolExhausted
        /// An answer was not what the code expects.
        case decoding
    }

    package let kind: Kind
    package let message: String
    /// Five characters (PostgreSQL, appendix A); nil where the server did not answer.
    package var sqlState: String?
    package var detail: String?
    /// The name of the constraint that was broken, as the migration wrote it.
    package var constraint: String?
    /// The statement's text, without its values.
    package var statement: String?

    package init(kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }

    /// A serialisation failure or a deadlock: the same transaction may pass when it is run again.
    package var isTransactionConflict: Bool { sqlState == "40001" || sqlState == "40P01" }

    /// Whether the transaction is known to have had no effect, and may pass when it is run again at once.
    var leavesNothingBehind: Bool { isTransactionConflict || kind == .connectionLost }

    /// Whether the same call may succeed later without any change.
    package var isRetriable: Bool {
        switch kind {
        case .connectionLost, .poolExhausted: true
        case .unknownOutcome, .decoding: false
        case .server:
            isTransactionConflict || sqlState?.hasPrefix("08") == true || sqlState?.hasPrefix("53") == true
                || sqlState?.hasPrefix("57") == true
        }
    }

    /// Whether a unique constraint, called `name` if one is given, was broken.
    package func isUniqueViolation(of name: String? = nil) -> Bool {
        sqlState == "23505" && (name == nil || constraint == name)
    }

    package var description: String {
        var parts = ["\(kind): \(message)"]
        if let sqlState { parts.append("SQLSTATE \(sqlState)") }
        if let constraint { parts.append("constraint \(constraint)") }
        if let statement { parts.append("in: \(statement)") }
        return parts.joined(separator: "; ")
    }
}
