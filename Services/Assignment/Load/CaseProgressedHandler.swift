import Database
import Models
import Outbox

/// Work was entered on a case: its helper has it as before, so nothing changes here. Heard because the versions of a case are told in one row.
struct CaseProgressedHandler: MessageHandler {
    func handle(_ message: CaseProgressed, _ envelope: Envelope, in transaction: Transaction) async throws {}
}
