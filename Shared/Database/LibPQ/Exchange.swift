import CPostgreSQL
import Synchronization

/// What is asked of a connection in one round trip, what has been answered, and who waits for it.
///
/// `@unchecked Sendable`: touched by whoever made it until it is handed over, and when it has ended; between, by the connection's thread alone.
final class Exchange: @unchecked Sendable {
    enum Work: Sendable {
        /// Statements in the pipeline, ended by a sync: the first that fails keeps the later ones from running.
        case pipeline([Statement])
        /// Several statements in one text without values, by the simple protocol.
        case script(String)
        /// One COPY from or to the client, which goes on with ``CopyTransfer``.
        case copy(String)
    }

    /// One thing that the server answers, in the order sent.
    enum Step {
        case prepare(PreparedStatement)
        case query(Int, PreparedStatement)
        /// A prepared statement makes room for another.
        case deallocate(PreparedStatement)
        case sync
    }

    let work: Work
    /// How long the server lets each statement take; nil where nobody can tell.
    let limit: Duration?
    /// Whoever asked does not want it any more.
    var isCancelled = false
    /// With what it ends, where several have one.
    let interruption: Interruption?
    var continuation: UnsafeContinuation<[ResultSet], any Error>?
    var steps: [Step] = []
    private var position = 0
    private var stepIsAnswered = false
    private var answers: [ResultSet] = []
    private var firstError: DatabaseError?
    /// Orders what was written for whoever waits before what they read: the runtime does too, but says nothing of it to the thread sanitizer where a
    /// continuation is resumed before anybody waits for it.
    private let isTold = Atomic<Bool>(false)

    init(_ work: Work, limit: Duration? = nil, until interruption: Interruption? = nil) {
        self.work = work
        self.limit = limit
        self.interruption = interruption
    }

    /// How long the server may take for all of it, or be silent over a script or COPY; nil where nobody can tell.
    var patience: Duration? {
        guard case .pipeline(let statements) = work else { return limit }
        return limit.map { $0 * statements.count }
    }

    /// The text at `index`, for errors.
    private func text(_ index: Int) -> String {
        switch work {
        case .pipeline(let statements): statements[index].text.string
        case .script(let text), .copy(let text): text
        }
    }

    /// Takes one answer of the step at hand, and owns it. True when it was the last.
    func take(_ result: OpaquePointer, wire: Wire) -> Bool {
        if PQresultStatus(result) == PGRES_PIPELINE_SYNC {
            PQclear(result)
            return true
        }
        stepIsAnswered = true
        switch steps.indices.contains(position) ? steps[position] : .sync {
        case .prepare(let prepared):
            note(DatabaseError(result, statement: prepared.text.string), of: prepared, wire: wire)
            PQclear(result)
        case .query(let index, let prepared):
            note(DatabaseError(result, statement: text(index)), of: firstError == nil ? prepared : nil, wire: wire)
            hand(result, of: index, prepared, wire: wire)
        case .deallocate(let retired):
            let error = DatabaseError(result, statement: "deallocate")
            // It was skipped, as an earlier statement had failed, or it was refused in a transaction that had.
            if let error, !error.tellsOfNoStatement { wire.prepared.keepRetired(retired) }
            note(error, of: nil, wire: wire)
            PQclear(result)
        case .sync:
            // What is checked at the end of the transaction only: a deferred constraint, say.
            note(DatabaseError(result, statement: "commit"), of: nil, wire: wire)
            PQclear(result)
        }
        return false
    }

    /// Takes one answer of a script.
    func take(scriptAnswer result: OpaquePointer) {
        if let error = DatabaseError(result, statement: text(0)), firstError == nil { firstError = error }
        PQclear(result)
    }

    /// The answers of the step at hand are complete. False where nothing had come for it: libpq only moved on.
    func finishStep() -> Bool {
        guard stepIsAnswered else { return false }
        stepIsAnswered = false
        if case .sync? = steps.indices.contains(position) ? steps[position] : nil { return true }
        position += 1
        return true
    }

    /// Tells whoever waits.
    func complete() {
        if let firstError { return fail(firstError) }
        tell(.success(answers))
    }

    /// Whoever waited goes on.
    func heard() {
        _ = isTold.load(ordering: .acquiring)
    }

    /// The connection was lost, or the server has refused: what it said last tells more than the loss.
    func fail(_ loss: DatabaseError) {
        var error = loss
        if let firstError {
            // A session that the server ends is a lost connection, with a reason.
            error = firstError.endsConnection ? DatabaseError(kind: .connectionLost, message: firstError.message) : firstError
            error.sqlState = firstError.sqlState
            error.wasSent = loss.wasSent
        }
        let wasCancelled = isCancelled && (error.sqlState == "57014" || error.kind == .connectionLost)
        tell(.failure(wasCancelled ? CancellationError() : error))
    }

    private func tell(_ outcome: Result<[ResultSet], any Error>) {
        guard let waiting = continuation.take() else { return }
        isTold.store(true, ordering: .releasing)
        waiting.resume(with: outcome)
    }

    private func hand(_ result: OpaquePointer, of index: Int, _ prepared: PreparedStatement, wire: Wire) {
        guard firstError == nil, case .pipeline(let statements) = work else { return PQclear(result) }
        switch statements[index].purpose {
        case .command: PQclear(result)
        case .query:
            let answer = ResultSet(owning: result, columns: prepared.columns)
            prepared.columns = answer.columns
            answers.append(answer)
        case .transactionID:
            let answer = ResultSet(owning: result)
            let number = answer.count == 1 ? try? answer.cell(row: 0, column: 0).withBytes { $0.loadUnaligned(as: UInt64.self) } : nil
            wire.transactionID.store(number.map { UInt64(bigEndian: $0) } ?? 0, ordering: .relaxed)
        }
    }

    private func note(_ error: DatabaseError?, of prepared: PreparedStatement?, wire: Wire) {
        guard let error else { return }
        if firstError == nil { firstError = error }
        guard let prepared else { return }
        switch steps[position] {
        case .prepare: wire.prepared.forget(prepared)
        case _ where error.tellsOfNoStatement: wire.prepared.forget(prepared)
        case _ where error.isStalePlan: wire.prepared.retire(prepared)
        default: break
        }
    }
}

extension DatabaseError {
    /// The server has no prepared statement of that name.
    fileprivate var tellsOfNoStatement: Bool { sqlState == "26000" }
}
