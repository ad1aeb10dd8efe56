import Database
import Models
import Outbox

/// The work is done; its papers may still come (the dossier is handed over within 30 days: Law 11/2017, Điều 39).
struct CaseFinishedHandler: MessageHandler {
    let cases: CaseStore

    func handle(_ message: CaseFinished, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await cases.keep(
            .finished, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
        try await cases.keepWaiver(message, version: envelope.version, in: transaction)
    }
}
