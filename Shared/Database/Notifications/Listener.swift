/// Keeps a connection that listens, for as long as it is itself kept.
final class Listener: Sendable {
    let mailbox = Mailbox()
    private let work: Task<Void, Never>

    init(channels: [String], pool: Pool) {
        let mailbox = mailbox
        work = Task {
            var attempt = 0
            while !Task.isCancelled {
                if (try? await Self.listen(to: channels, pool, mailbox)) != nil { attempt = 0 }
                attempt += 1
                try? await Task.sleep(for: Backoff.betweenProbes.delay(after: attempt))
            }
        }
    }

    deinit {
        work.cancel()
    }

    /// Returns when the connection is lost; throws where it could not be had.
    private static func listen(to channels: [String], _ pool: Pool, _ mailbox: Mailbox) async throws {
        let connection = try await pool.openOwn()
        let loss = OneAnswer<Void> { _ in }
        connection.listen {
            mailbox.put(.notified(channel: $0, payload: $1))
        } onLoss: {
            loss.give(.success(()))
        }
        try await connection.script(channels.map { "listen \($0.quotedIdentifier)" }.joined(separator: "; "))
        mailbox.put(.mayHaveMissed)
        try await withTaskCancellationHandler {
            try await loss.value
        } onCancel: {
            loss.give(.success(()))
        }
    }
}

extension String {
    /// As a name in SQL.
    fileprivate var quotedIdentifier: String {
        "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
