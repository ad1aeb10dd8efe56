import Database
import Models
import Outbox

/// The aid was stopped.
struct CaseStoppedHandler: MessageHandler {
    let keep: KeepFacts

    func handle(_ message: CaseStopped, _ envelope: Envelope, in transaction: Transaction) async throws {
        let end = HeardCase.End(ending: .stopped, date: message.stoppedOn, helper: nil, enteredAt: message.recordedAt)
        try await keep(message.case, in: transaction) {
            $0.ended(message.case, of: message.organisation, end, version: envelope.version, in: transaction)
        }
    }
}
