import Database
import Logging
import ServiceLifecycle

/// Forgets answers older than 7 days, once an hour.
struct IdempotencySweep: Service {
    let database: Database
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let forgotten = try await database.transaction(.service) { transaction in
                        try await transaction.execute("delete from idempotency where created_at < now() - interval '7 days'")
                    }
                    if forgotten > 0 { logger.info("old answers forgotten", metadata: ["rows": .stringConvertible(forgotten)]) }
                } catch {
                    logger.debug("old answers could not be forgotten yet", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(3_600))
            }
        }
    }
}
