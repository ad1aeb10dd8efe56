import Database
import Models
import Outbox

/// A case is worked on again: it has not ended, whatever was counted before.
struct CaseReopenedHandler: MessageHandler {
    let keep: KeepFacts

    func handle(_ message: CaseReopened, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await keep(message.case, in: transaction) {
            $0.reopened(message.case, of: message.organisation, version: envelope.version, in: transaction)
        }
    }
}
