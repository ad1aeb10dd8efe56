/// A statement as it goes to the server.
struct Statement: Sendable {
    /// What the connection does with the answer.
    enum Purpose: Sendable {
        /// Hands it to the caller.
        case query
        /// Looks for errors, and hands nothing to the caller.
        case command
        /// Keeps it as the number of the transaction. If `atOnce`, the server is told to send it before it goes on to what follows.
        case transactionID(atOnce: Bool)
    }

    let text: SQLText
    let parameters: Parameters
    let purpose: Purpose

    init(text: SQLText, parameters: Parameters = Parameters(), purpose: Purpose = .query) {
        self.text = text
        self.parameters = parameters
        self.purpose = purpose
    }

    static let begin = Statement(text: "begin", purpose: .command)
    static let commit = Statement(text: "commit")
    static let rollback = Statement(text: "rollback", purpose: .command)

    /// Null until the transaction has written something.
    static func transactionID(atOnce: Bool) -> Statement {
        Statement(text: "select pg_current_xact_id_if_assigned()", purpose: .transactionID(atOnce: atOnce))
    }

    /// A setting that holds until the transaction ends.
    static func setLocally(_ name: String, to value: String) -> Statement {
        var parameters = Parameters()
        parameters.append(name)
        parameters.append(value)
        return Statement(text: "select set_config($1, $2, true)", parameters: parameters, purpose: .command)
    }

    /// Whether it begins like a query. (What a function that it calls does, nobody here can see.)
    var isQuery: Bool { text.begins(with: ["select", "values", "table", "show"]) }

    /// Whether it is one of the statements that need no `begin` to be one transaction with others of the same round trip.
    var isPlain: Bool { text.begins(with: ["select", "insert", "update", "delete", "with"]) }

    /// Throws where the server could not take the values, as it would only find out with the whole connection in disorder.
    func check() throws(DatabaseError) {
        let tooMany = parameters.entries.count > 65_535
        guard tooMany || parameters.hasZeroByteInText else { return }
        let message = tooMany ? "more than 65,535 values" : "a text value holds a zero byte, which PostgreSQL cannot keep"
        var error = DatabaseError(kind: .server, message: message)
        error.sqlState = tooMany ? "54000" : "22021"
        error.statement = text.string
        throw error
    }
}
