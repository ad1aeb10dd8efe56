import Database
import Models
import Outbox

/// One more helper of a case: who had it on its last day is its performer.
struct CaseAssignedHandler: MessageHandler {
    let keep: KeepFacts

    func handle(_ message: CaseAssigned, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await keep(message.case, in: transaction) { $0.assigned(message, version: envelope.version, in: transaction) }
    }
}
