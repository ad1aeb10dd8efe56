import Database
import Foundation
import Logging
import Models
import ServiceLifecycle

/// Looks again for helpers of the cases that have none: at once when a helper of theirs was entered or changed, on each new day (an absence may
/// be over), and every ten minutes. Those that an older register brought in wait for a person.
struct WaitingCases: Service {
    /// How often the table is asked; with nobody waiting that costs next to nothing.
    private static let poll = Duration.seconds(1)
    /// Legal time between two looks at a case for which nothing is known to have changed.
    private static let patience: TimeInterval = 600
    private static let batch = 50

    let assigning: AssignHelper
    let database: Database
    let clock: WallClock
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await tryDue() > 0 { continue }
                } catch {
                    logger.warning("waiting cases could not be tried", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.poll)
            }
        }
    }

    /// Tries those whose turn it is, each in a transaction of its own. Returns how many found a helper.
    func tryDue() async throws -> Int {
        var found = 0
        for id in try await due() {
            let isFound = try await database.transaction(.service) { transaction in
                guard let assignment = try await assigning.begin(id, in: transaction), assignment.state == .waiting, !assignment.isClosed,
                    !assignment.isResting
                else { return false }
                return try await assigning.automatically(assignment, in: transaction).helper != nil
            }
            if isFound { found += 1 }
        }
        return found
    }

    private func due() async throws -> [CaseID] {
        let now = clock.now
        let longAgo = now.addingTimeInterval(-Self.patience)
        let midnight = clock.today.start
        return try await database.transaction(.service) { transaction in
            try await transaction.rows(
                """
                select assignments.case_id
                from assignments
                join organisations on organisations.id = assignments.organisation
                where state = 'waiting' and \(CaseResting.isAtWork) and not imported
                    and (
                        tried_at is null or tried_at < \(longAgo) or tried_at < \(midnight)
                        or exists (
                            select from helpers
                            where helpers.organisation in (organisations.id, organisations.parent) and helpers.changed_at > tried_at
                        )
                    )
                order by tried_at nulls first
                limit \(Self.batch)
                """
            ).map { try $0.get("case_id") }
        }
    }
}
