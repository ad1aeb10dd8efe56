import Database
import Foundation
import Models
import Outbox

/// The end of the work on a case: from then on it weighs on nobody, and nobody is looked for.
enum CaseClosing {
    /// The first end counts; a later one (the handing over after the finish), or one that comes late, changes nothing.
    /// - Parameter date: the day on which the work ended.
    static func close(_ id: CaseID, as ending: CaseState, on date: LegalDate, at now: Date, in transaction: Transaction) async throws {
        let closed = try await transaction.execute(
            """
            update assignments
            set closed_at = \(now), ended_on = \(date), closed_by = \(ending), suspended_at = null, suspended_on = null,
                version = version + 1
            where case_id = \(id) and closed_at is null
            """)
        guard closed == 0, try await AssignmentStore.find(id, in: transaction) == nil else { return }
        throw RetryLater("the case \(id) is not known here yet")
    }
}
