import Database
import Logging
import Models
import ServiceLifecycle

/// Looks for cases that stand still every two seconds by the machine's clock, on the day that the legal clock shows: a clock that is moved is
/// seen within that time.
struct StallWatch: Service {
    private static let interval = Duration.seconds(2)

    let database: Database
    let raise: RaiseStalled
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await look() > 0 { continue }
                } catch {
                    logger.warning("cases that stand still could not be looked for", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// One round. Returns how many cases it looked at.
    func look() async throws -> Int {
        let count = try await database.transaction(.service) { try await raise(in: $0) }
        if count > 0 { logger.info("cases past their limit", metadata: ["count": "\(count)"]) }
        return count
    }
}
