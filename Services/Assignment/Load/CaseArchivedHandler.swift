import Database
import Models
import Outbox

/// A dossier lies in the archive: nothing changes here. Heard because the versions of a case are told in one row.
struct CaseArchivedHandler: MessageHandler {
    func handle(_ message: CaseArchived, _ envelope: Envelope, in transaction: Transaction) async throws {}
}
