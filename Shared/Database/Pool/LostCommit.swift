/// A transaction whose COMMIT was sent, and not answered: its number decides what became of it.
///
/// The number is known where an earlier round trip of the transaction has written, or where the server could still send it before it committed. It
/// is not where everything went out in one round trip and nothing came back: then the outcome stays unknown, and what the caller does next has to be
/// safe to do twice (an Idempotency-Key, an inbox row).
struct LostCommit<Value: Sendable>: Sendable {
    let value: Value
    let transaction: Transaction
    let error: DatabaseError

    private enum Outcome {
        case committed
        case aborted
        case underWay
        case unknown
    }

    /// Returns the value if the transaction was committed. Throws `connectionLost` if it was not, and `unknownOutcome` if nobody could tell in time.
    /// Asks to the end though the caller is cancelled: what was committed has its consequences.
    func settle(asking pool: Pool) async throws -> Value {
        try await Task { try await decide(asking: pool) }.value
    }

    private func decide(asking pool: Pool) async throws -> Value {
        guard let number = transaction.connection.transactionID else { throw error }
        let deadline = Moment.now + pool.configuration.outcomePatience
        var attempt = 1
        while Moment.now < deadline {
            switch (try? await ask(number, pool, stopping: attempt > 2)) ?? .underWay {
            case .committed:
                transaction.finish()
                return value
            case .aborted:
                throw DatabaseError(kind: .connectionLost, message: "\(error.message); nothing was committed")
            case .unknown: throw error
            case .underWay:
                try? await Task.sleep(for: Backoff.betweenRuns.delay(after: attempt))
                attempt += 1
            }
        }
        throw error
    }

    /// - Parameter stopping: ends the session that was lost, which may not have noticed: then its transaction is soon over.
    private func ask(_ number: UInt64, _ pool: Pool, stopping: Bool) async throws -> Outcome {
        let id = String(number)
        let lost = transaction.connection.identity
        return try await pool.withConnection { connection in
            // The numbers of a standby that was promoted since may mean other transactions.
            guard !lost.timeline.isEmpty, connection.identity.timeline == lost.timeline else { return .unknown }
            // A crash takes the numbers with it that were not in the log yet, and others get them: then a commit may be another's, while anything
            // else tells that ours was not committed, as its number would have been in the log.
            let hasCrashed = connection.identity.incarnation != lost.incarnation
            let query: SQL = "select pg_xact_status(\(id)::text::xid8)"
            let status: String?
            do {
                status = try await connection.run([query.statement], cancellable: false).last?.first?.first(as: String?.self)
            } catch let error as DatabaseError where error.sqlState == "22023" {
                // The number has not been given out: "transaction ID … is in the future".
                return .aborted
            }
            switch status {
            case "committed": return hasCrashed ? .unknown : .committed
            case "aborted": return .aborted
            case "in progress" where hasCrashed: return .aborted
            case "in progress":
                if stopping {
                    // A session knows its transaction by the lower half of the number.
                    let short = String(UInt32(truncatingIfNeeded: number))
                    let end: SQL = """
                        select pg_terminate_backend(pid)
                        from pg_stat_activity
                        where pid = \(Int(lost.processID)) and backend_xid = \(short)::text::xid
                        """
                    _ = try? await connection.run([end.statement], cancellable: false)
                }
                return .underWay
            default: return .unknown
            }
        }
    }
}
