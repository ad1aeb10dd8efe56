import Database
import Models
import Outbox

/// A case that had ended is worked on again: it weighs on its helper as before, and where it has none one is looked for.
struct CaseReopenedHandler: MessageHandler {
    func handle(_ message: CaseReopened, _ envelope: Envelope, in transaction: Transaction) async throws {
        let reopened = try await transaction.execute(
            """
            update assignments
            set closed_at = null, closed_by = null, ended_on = null, suspended_at = null, suspended_on = null, tried_at = null,
                version = version + 1
            where case_id = \(message.case)
            """)
        if reopened == 0 { throw RetryLater("the case \(message.case) is not known here yet") }
    }
}
