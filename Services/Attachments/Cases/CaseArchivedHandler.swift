import Database
import Models
import Outbox

/// The dossier lies in the archive.
struct CaseArchivedHandler: MessageHandler {
    let cases: CaseStore

    func handle(_ message: CaseArchived, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await cases.keep(
            .archived, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
    }
}
