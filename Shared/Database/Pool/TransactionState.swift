/// What of a transaction has been sent, and what is still to be.
struct TransactionState {
    private(set) var begun = false
    /// Whether its number is still to be asked for.
    private var needsID: Bool
    var queued: [Statement] = []
    var afterCommit: [@Sendable () -> Void] = []
    /// Something was not sent that had its turn: what comes later must not go out without it.
    var isSpoilt = false
    /// Since the number was last asked for, and not given.
    private var mayHaveWritten = false

    init(needsID: Bool) {
        self.needsID = needsID
    }

    /// What goes out now: the beginning if it has not been sent, what is queued, and `last`.
    ///
    /// The number of the transaction is asked for with the first round trip that may write, so that it is known before COMMIT is sent.
    ///
    /// Throws where something before was not sent.
    mutating func take(_ settings: [Statement], ending last: [Statement] = []) throws(DatabaseError) -> [Statement] {
        try checkWholeness()
        if begun, queued.isEmpty, !needsID { return last }
        var statements: [Statement] = []
        if !begun { statements = [.begin] + settings }
        begun = true
        statements += takeQueued()
        statements += last
        mayHaveWritten = mayHaveWritten || !last.allSatisfy(\.isQuery)
        if mayHaveWritten, needsID { statements.append(.transactionID(atOnce: false)) }
        return statements
    }

    /// What commits; nil where nothing has begun and nothing is queued.
    ///
    /// A transaction that goes out as a whole needs no `begin` and `commit`: a round trip is one transaction, which its end commits. Where the number
    /// is not known yet, the server sends it before it begins to commit.
    ///
    /// Throws where something before was not sent.
    mutating func takeCommit(_ settings: [Statement]) throws(DatabaseError) -> [Statement]? {
        try checkWholeness()
        if !begun, queued.isEmpty { return nil }
        let isWhole = !begun && queued.allSatisfy(\.isPlain)
        var statements = isWhole ? settings : begun ? [] : [.begin] + settings
        begun = begun || !isWhole
        statements += takeQueued()
        if mayHaveWritten, needsID { statements.append(.transactionID(atOnce: true)) }
        return isWhole ? statements : statements + [.commit]
    }

    private func checkWholeness() throws(DatabaseError) {
        guard isSpoilt else { return }
        var error = DatabaseError(kind: .server, message: "the transaction has failed: an earlier statement of it was not sent")
        error.sqlState = "25P02"
        throw error
    }

    mutating func noteWriting() {
        mayHaveWritten = true
    }

    /// The server has answered what went out. Without a number nothing has been written so far, whatever was sent.
    mutating func noteAnswer(hasNumber: Bool) {
        if hasNumber { needsID = false } else { mayHaveWritten = false }
    }

    private mutating func takeQueued() -> [Statement] {
        defer { queued.removeAll() }
        mayHaveWritten = mayHaveWritten || queued.contains { !$0.isQuery }
        return queued
    }
}
