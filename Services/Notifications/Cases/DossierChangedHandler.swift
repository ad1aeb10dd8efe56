import Database
import Models
import Outbox

/// The dossier has another number of papers: shown beside the case's alerts. It is the paper that moves a case, not the count.
struct DossierChangedHandler: MessageHandler {
    let cases: CaseStore

    func handle(_ message: DossierChanged, _ envelope: Envelope, in transaction: Transaction) async throws {
        cases.keep(message, version: envelope.version, in: transaction)
    }
}
