import Database
import Foundation
import Logging
import ServiceLifecycle

/// Rereads the stored list of withdrawals every two seconds, so that every copy of a service holds to it, whichever copy heard the message.
struct RevocationReader: Service {
    private static let interval = Duration.seconds(2)
    /// As long as it has not been read once, since nobody is let in before.
    private static let firstInterval = Duration.milliseconds(250)
    /// Rounds between two prunings: about an hour.
    private static let roundsToPruning = 1_800

    let database: Database
    let revocations: Revocations
    let logger: Logger

    func run() async throws {
        let store = RevocationStore()
        await cancelWhenGracefulShutdown {
            var round = 0
            while !Task.isCancelled {
                do {
                    let prunes = round.isMultiple(of: Self.roundsToPruning)
                    try await database.transaction(.service) { transaction in
                        if prunes { try await store.prune(at: Date(), in: transaction) }
                        try await store.read(into: revocations, in: transaction)
                    }
                    round += 1
                } catch {
                    // What is known stays in force; the service's readiness tells that the database is away.
                    logger.debug("revocations not reread", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: revocations.isRead ? Self.interval : Self.firstInterval)
            }
        }
    }
}
