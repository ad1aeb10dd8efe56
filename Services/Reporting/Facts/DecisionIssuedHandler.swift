import Database
import Models
import Outbox

/// The decision that assigns the helper was signed. The forms at hand do not count it.
struct DecisionIssuedHandler: MessageHandler {
    let keep: KeepFacts

    func handle(_ message: DecisionIssued, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await keep(message.case, in: transaction) { $0.decided(message, version: envelope.version, in: transaction) }
    }
}
