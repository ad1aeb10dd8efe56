import Database
import Models
import Outbox

/// The dossier was handed over; a paper that turns up later is still taken.
struct CaseHandedOverHandler: MessageHandler {
    let cases: CaseStore

    func handle(_ message: CaseHandedOver, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await cases.keep(
            .handedOver, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
        try await cases.keep(message, in: transaction)
    }
}
