import Database
import Logging
import Models
import Outbox
import ServiceLifecycle

/// Announces registered cases: at once when one is registered here, and within a second when another copy of the service died in between.
struct Announcer: Service {
    private static let batch = 200
    private static let lanes = 4

    let database: Database
    let cases: CaseStore
    let announce: AnnounceCase
    let doorbell: Doorbell
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await announceAll() == 0 { await doorbell.wait(atMost: .seconds(1)) }
                } catch {
                    logger.warning("cases could not be announced", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// Announces what waits, several at a time. Returns how many there were.
    private func announceAll() async throws -> Int {
        let waiting = try await database.transaction(.service) { try await cases.unannounced(limit: Self.batch, in: $0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<min(Self.lanes, waiting.count) {
                group.addTask {
                    for index in stride(from: lane, to: waiting.count, by: Self.lanes) {
                        try await announceOne(waiting[index])
                    }
                }
            }
            try await group.waitForAll()
        }
        return waiting.count
    }

    private func announceOne(_ id: CaseID) async throws {
        try await database.transaction(.service) { transaction in
            guard let record = try await cases.lockUnannounced(id, in: transaction) else { return }
            try await announce(record, in: transaction)
        }
    }
}
