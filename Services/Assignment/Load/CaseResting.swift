import Database
import Foundation
import Models
import Outbox

/// Cases whose work rests.
enum CaseResting {
    /// What weighs on helpers, waits for one, and has clocks that run.
    static let isAtWork: SQL = "closed_at is null and suspended_at is null"

    static func rest(_ id: CaseID, on date: LegalDate, at now: Date, in transaction: Transaction) async throws {
        let changed = try await transaction.execute(
            """
            update assignments
            set suspended_at = \(now), suspended_on = \(date), version = version + 1
            where case_id = \(id) and suspended_at is null
            """)
        try await check(id, changed, in: transaction)
    }

    /// The law's clock, where it still runs, goes on by as much later as it stood.
    static func resume(_ id: CaseID, on date: LegalDate, at now: Date, in transaction: Transaction) async throws {
        let changed = try await transaction.execute(
            """
            update assignments
            set clock_at = clock_at + greatest(\(now) - suspended_at, interval '0'),
                clock_on = clock_on + greatest(\(date) - suspended_on, 0), suspended_at = null, suspended_on = null, version = version + 1
            where case_id = \(id) and suspended_at is not null
            """)
        try await check(id, changed, in: transaction)
    }

    private static func check(_ id: CaseID, _ changed: Int, in transaction: Transaction) async throws {
        guard changed == 0, try await AssignmentStore.find(id, in: transaction) == nil else { return }
        throw RetryLater("the case \(id) is not known here yet")
    }
}
