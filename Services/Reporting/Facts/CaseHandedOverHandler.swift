import Database
import Models
import Outbox

/// The dossier was handed over. The forms at hand do not count it.
struct CaseHandedOverHandler: MessageHandler {
    let keep: KeepFacts

    func handle(_ message: CaseHandedOver, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await keep(message.case, in: transaction) { $0.handedOver(message, version: envelope.version, in: transaction) }
    }
}
