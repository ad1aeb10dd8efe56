import Database
import Models
import Outbox

/// The work was completed.
struct CaseFinishedHandler: MessageHandler {
    let keep: KeepFacts

    func handle(_ message: CaseFinished, _ envelope: Envelope, in transaction: Transaction) async throws {
        let end = HeardCase.End(
            ending: .finished, date: message.finishedOn, helper: message.helper, enteredAt: message.recordedAt)
        try await keep(message.case, in: transaction) {
            $0.ended(message.case, of: message.organisation, end, version: envelope.version, in: transaction)
        }
    }
}
