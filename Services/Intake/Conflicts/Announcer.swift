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
    let searchAgain: SearchAgain
    let doorbell: Doorbell
    let imports: ImportActivity
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var isCaughtUp = false
            while !Task.isCancelled {
                do {
                    while !isCaughtUp {
                        isCaughtUp =
                            try await database.transaction(.service) { try await announce.search.names.catchUp(limit: 1_000, in: $0) } == 0
                    }
                    if try await announceAll() + searchAll() == 0 { await doorbell.wait(atMost: .seconds(1)) }
                } catch {
                    logger.warning("cases could not be announced", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// Announces what waits, several at a time. Returns how many it announced: what another copy has in hand is not counted.
    private func announceAll() async throws -> Int {
        let waiting = try await database.transaction(.service) { transaction in
            let waiting = try await cases.unannounced(
                limit: Self.batch, imported: !imports.isUnderWay, in: transaction)
            if !waiting.isEmpty { try await announce.learn(waiting, in: transaction) }
            return waiting
        }
        return await withTaskGroup(of: Int.self) { group in
            for lane in 0..<min(Self.lanes, waiting.count) {
                group.addTask {
                    var announced = 0
                    for index in stride(from: lane, to: waiting.count, by: Self.lanes) where await announceOne(waiting[index]) {
                        announced += 1
                    }
                    return announced
                }
            }
            return await group.reduce(0, +)
        }
    }

    /// Searches the cases that name somebody more since. Returns how many there were.
    private func searchAll() async throws -> Int {
        let waiting = try await database.transaction(.service) { transaction in
            let waiting = try await cases.unsearched(limit: Self.batch, in: transaction)
            if !waiting.isEmpty { try await announce.learn(waiting, in: transaction) }
            return waiting
        }
        var searched = 0
        for id in waiting {
            do {
                let isDone = try await database.transaction(.service) { transaction in
                    guard let record = try await cases.lockUnsearched(id, in: transaction) else { return false }
                    try await searchAgain(record, in: transaction)
                    return true
                }
                if isDone { searched += 1 }
            } catch {
                logger.warning("a case could not be searched again", metadata: ["case": "\(id)", "error": "\(error)"])
            }
        }
        return searched
    }

    /// False where there was nothing to do, or where it failed: then it is tried again, and keeps no other case waiting.
    private func announceOne(_ id: CaseID) async -> Bool {
        do {
            return try await database.transaction(.service) { transaction in
                guard let record = try await cases.lockUnannounced(id, in: transaction) else { return false }
                try await announce(record, in: transaction)
                return true
            }
        } catch {
            logger.warning("a case could not be announced", metadata: ["case": "\(id)", "error": "\(error)"])
            return false
        }
    }
}
