import Database
import Logging
import Models
import Outbox
import ServiceLifecycle

/// Announces registered cases: at once when one is registered here, and within a second when another copy of the service died in between. Where many
/// are registered, those of a moment are announced together.
struct Announcer: Service {
    /// Cases of one round.
    private static let most = 200
    /// Cases that one transaction announces.
    private static let portion = 32
    /// Between the beginnings of two rounds, at least: ten cases together take much less than ten, and whoever changes one does not wait for its turn.
    private static let pace = Duration.milliseconds(25)
    /// How long a case is left aside that could not be announced alone.
    private static let rest = Duration.seconds(30)

    let database: Database
    let cases: CaseStore
    let announce: AnnounceCases
    let searchAgain: SearchAgain
    let doorbell: Doorbell
    let imports: ImportActivity
    let logger: Logger

    /// Cases that could not be announced, each until when it is left aside.
    typealias Aside = [CaseID: ContinuousClock.Instant]

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var isCaughtUp = false
            var aside: Aside = [:]
            while !Task.isCancelled {
                do {
                    while !isCaughtUp {
                        isCaughtUp =
                            try await database.transaction(.service) { try await announce.search.names.catchUp(limit: 1_000, in: $0) } == 0
                    }
                    let end = ContinuousClock.now + Self.pace
                    if try await round(&aside) == 0 { await doorbell.wait(atMost: .seconds(1)) }
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
    /// counted, nor what failed.
    func round(_ aside: inout Aside) async throws -> Int {
        aside = aside.filter { $0.value > .now }
        let resting = aside.count
        let (unannounced, changed) = try await database.transaction(.service) { transaction in
            let waiting = try await transaction.together(
                CaseStore.unannounced(limit: Self.most + resting, imported: !imports.isUnderWay), CaseStore.unsearched(limit: Self.most))
            if !waiting.0.isEmpty { try await announce.learn(waiting.0, in: transaction) }
            return waiting
        }
        let new = unannounced.filter { aside[$0] == nil }
        var done = 0
        for start in stride(from: 0, to: new.count, by: Self.portion) {
            done += try await announceTogether(new[start..<min(start + Self.portion, new.count)], &aside)
        }
        for id in changed where try await search(id) { done += 1 }
        return done
    }

    /// Returns how many it announced. Where that fails, the cases are tried by halves: one that cannot be announced keeps no other waiting, and is left
    /// aside itself. Throws where it is not for a case that it fails: the database is away, or the service stops.
    private func announceTogether(_ ids: ArraySlice<CaseID>, _ aside: inout Aside) async throws -> Int {
        do {
            return try await database.transaction(.service) { transaction in
                let records = try await cases.lockUnannounced(Array(ids), in: transaction)
                try await announce(records, in: transaction)
                return records.count
            }
        } catch let error where error.isOfNoCase {
            throw error
        } catch {
            guard ids.count > 1 else {
                for id in ids {
                    logger.warning("a case could not be announced", metadata: ["case": "\(id)", "error": "\(error)"])
                    aside[id] = .now + Self.rest
                }
                return 0
            }
            let middle = ids.startIndex + ids.count / 2
            let first = try await announceTogether(ids[..<middle], &aside)
            return first + (try await announceTogether(ids[middle...], &aside))
        }
    }

    /// False where there was nothing to do, or where it failed: then it is tried again. A name that the dictionary did not have yet is searched for in the
    /// next round, when that is committed (``KnownNames/learn(namesIn:in:)``).
    private func search(_ id: CaseID) async throws -> Bool {
        do {
            return try await database.transaction(.service) { transaction in
                guard let record = try await cases.lockUnsearched(id, in: transaction) else { return false }
                if try await announce.learn([id], in: transaction) == 0 {
                    try await searchAgain(record, in: transaction)
                }
                return true
            }
        } catch let error where error.isOfNoCase {
            throw error
        } catch {
            logger.warning("a case could not be searched again", metadata: ["case": "\(id)", "error": "\(error)"])
            return false
        }
    }
}

extension Error {
    /// Whether it says nothing against the case at hand: the database is away or busy, or the service stops.
    fileprivate var isOfNoCase: Bool {
        self is CancellationError || (self as? DatabaseError).map { $0.isRetriable || $0.kind == .unknownOutcome } == true
    }
}
