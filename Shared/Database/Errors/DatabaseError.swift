/// What went wrong between us and PostgreSQL: what, where, and whether trying again helps.
package struct DatabaseError: Error, Sendable, CustomStringConvertible {
    /// What sort of thing went wrong.
    package enum Kind: Sendable, Equatable {
        /// The server refused the statement; `sqlState` says why.
        case server
        /// No connection could be had, or it was lost before COMMIT was sent: nothing happened.
        case connectionLost
        /// The connection was lost after COMMIT was sent, and nobody could say whether it took effect.
        case unknownOutcome
        /// All connections stayed busy for as long as a caller may wait, or too many callers wait already.
        case poolExhausted
        /// An answer was not what the code expects.
        case decoding
    }

    package let kind: Kind
    package let message: String
    /// Five characters (PostgreSQL, appendix A); nil where the server did not answer.
    package var sqlState: String?
    /// May hold values, so it is not part of the description.
    package var detail: String?
    /// What the server advises.
    package var hint: String?
    /// In which function or trigger the error came up; may hold values, so it is not part of the description.
    package var context: String?
    package var schema: String?
    package var table: String?
    package var column: String?
    /// The name of the constraint that was broken, as the migration wrote it.
    package var constraint: String?
    /// The statement's text, without its values.
    package var statement: String?
    /// Where in the statement.
    package var place: Place?
    /// A table was changed since the statement was prepared: it passes when it is prepared anew.
    var isStalePlan = false
    /// The connection was lost after the statement had been handed to it.
    var wasSent = false
    /// The pool did not even try, as the server has not been there for a while.
    var isFromBreaker = false

    package init(kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }

    /// A serialisation failure or a deadlock: the same transaction may pass when it is run again.
    package var isTransactionConflict: Bool { sqlState == "40001" || sqlState == "40P01" }

    /// Whether the transaction is known to have had no effect, and may pass when it is run again at once.
    var leavesNothingBehind: Bool { isTransactionConflict || isStalePlan || kind == .connectionLost && !isFromBreaker }

    /// Whether the connection is of no more use: it is gone, or the server is ending it (class 57P, and 25P03: idle in a transaction for too long).
    var endsConnection: Bool { kind == .connectionLost || sqlState?.hasPrefix("57P") == true || sqlState == "25P03" }

    /// Whether the same call may succeed later without any change.
    package var isRetriable: Bool {
        switch kind {
        case .connectionLost, .poolExhausted: true
        case .unknownOutcome, .decoding: false
        case .server:
            isTransactionConflict || isStalePlan || sqlState?.hasPrefix("08") == true || sqlState?.hasPrefix("53") == true
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
        if let table { parts.append("table \(table)\(column.map { ", column \($0)" } ?? "")") }
        if let hint { parts.append("hint: \(hint)") }
        if let place { parts.append("at \(place)") }
        if let statement { parts.append("in: \(statement)") }
        return parts.joined(separator: "; ")
    }
}
