import Database
import Models
import Outbox

/// The register was corrected: nothing of it is kept here. Heard because the versions of a case are told in one row.
struct CaseCorrectedHandler: MessageHandler {
    func handle(_ message: CaseCorrected, _ envelope: Envelope, in transaction: Transaction) async throws {}
}
