import Database
import Models
import Outbox

/// The helper refused: they no longer see the case's papers.
struct OfferRefusedHandler: MessageHandler {
    let cases: CaseStore

    func handle(_ message: OfferRefused, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard try await cases.hasHeard(of: message.case, in: transaction) else {
            throw RetryLater("case \(message.case) has not been heard of yet")
        }
        try await cases.keep(message, version: envelope.version, in: transaction)
    }
}
