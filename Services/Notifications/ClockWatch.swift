import Database
import Logging
import Models
import ServiceLifecycle

/// Looks for what is due every two seconds by the machine's clock, at the hour that the legal clock shows: a clock that is moved is seen within
/// that time.
struct ClockWatch: Service {
    private static let interval = Duration.seconds(2)

    let database: Database
    /// What it looks for, for the log.
    let subject: String
    let logger: Logger
    /// Does what is due, in a transaction of the service. Returns how much there was.
    let act: @Sendable (Transaction) async throws -> Int

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await look() > 0 { continue }
                } catch {
                    logger.warning("what is due could not be looked for", metadata: ["subject": "\(subject)", "error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// One round. Returns how many it looked at.
    func look() async throws -> Int {
        let count = try await database.transaction(.service) { try await act($0) }
        if count > 0 { logger.info("looked at what is due", metadata: ["subject": "\(subject)", "count": "\(count)"]) }
        return count
    }
}
