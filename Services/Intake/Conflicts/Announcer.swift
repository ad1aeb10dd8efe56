import Database
import Logging
import Models
import Outbox
import ServiceLifecycle

/// Announces registered cases: at once when one is registered here, and within a second when another copy of the service died in between. Where many
/// are registered, those of a moment are announced together.
struct Announcer: Service {
    private static let most = 200
    /// Cases that one transaction announces.
    private static let portion = 32
    /// Between the beginnings of two rounds, at least: nobody waits for an announcement, and ten together take much less than ten.
    private static let pace = Duration.milliseconds(25)

    let database: Database
    let cases: CaseStore
    let announce: AnnounceCases
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
                    let end = ContinuousClock.now + Self.pace
                    if try await round() == 0 { await doorbell.wait(atMost: .seconds(1)) }
                    if .now < end { try await Task.sleep(until: end, tolerance: .zero, clock: .continuous) }
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("cases could not be announced", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// Announces what waits, and searches the cases that name somebody more since. Returns how many there were: what another copy has in hand is not
    /// counted.
    func round() async throws -> Int {
        let (new, changed) = try await database.transaction(.service) { transaction in
            let waiting = try await transaction.together(
                CaseStore.unannounced(limit: Self.most, imported: !imports.isUnderWay), CaseStore.unsearched(limit: Self.most))
            let all = waiting.0 + waiting.1
            if !all.isEmpty { try await announce.learn(all, in: transaction) }
            return waiting
        }
        var done = 0
        for start in stride(from: 0, to: new.count, by: Self.portion) {
            done += await announceTogether(Array(new[start..<min(start + Self.portion, new.count)]))
        }
        for id in changed where await search(id) { done += 1 }
        return done
    }

    /// Returns how many it announced. Where that fails, each is tried alone: one that cannot be announced keeps no other waiting.
    private func announceTogether(_ ids: [CaseID]) async -> Int {
        do {
            return try await database.transaction(.service) { transaction in
                let records = try await cases.lockUnannounced(ids, in: transaction)
                try await announce(records, in: transaction)
                return records.count
            }
        } catch {
            guard ids.count == 1 else {
                var announced = 0
                for id in ids { announced += await announceTogether([id]) }
                return announced
            }
            logger.warning("a case could not be announced", metadata: ["case": "\(ids[0])", "error": "\(error)"])
            return 0
        }
    }

    /// False where there was nothing to do, or where it failed: then it is tried again.
    private func search(_ id: CaseID) async -> Bool {
        do {
            return try await database.transaction(.service) { transaction in
                guard let record = try await cases.lockUnsearched(id, in: transaction) else { return false }
                try await searchAgain(record, in: transaction)
                return true
            }
        } catch {
            logger.warning("a case could not be searched again", metadata: ["case": "\(id)", "error": "\(error)"])
            return false
        }
    }
}
