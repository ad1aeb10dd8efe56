import Database
import Models
import Outbox

/// Keeps which papers the dossier still lacks, to show them beside the upload box.
struct DossierChangedHandler: MessageHandler {
    let cases: CaseStore

    func handle(_ message: DossierChanged, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await cases.keep(message, version: envelope.version, in: transaction)
    }
}
