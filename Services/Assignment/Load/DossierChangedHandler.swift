import Database
import Models
import Outbox

/// Papers came or went: nothing changes here. Heard because the versions of a case are told in one row.
struct DossierChangedHandler: MessageHandler {
    func handle(_ message: DossierChanged, _ envelope: Envelope, in transaction: Transaction) async throws {}
}
