import Database
import Models
import Outbox

/// A case went to another organisation: here it is not gone on with from that day on.
struct CaseTransferredHandler: MessageHandler {
    let keep: KeepFacts

    func handle(_ message: CaseTransferred, _ envelope: Envelope, in transaction: Transaction) async throws {
        let end = HeardCase.End(ending: .transferred, date: message.transferredOn, helper: nil, enteredAt: message.recordedAt)
        try await keep(message.case, in: transaction) {
            $0.ended(message.case, of: message.organisation, end, version: envelope.version, in: transaction)
        }
    }
}
