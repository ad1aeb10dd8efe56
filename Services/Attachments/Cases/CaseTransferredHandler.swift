import Database
import Models
import Outbox

/// It went to another organisation; its papers stay with whoever had it.
struct CaseTransferredHandler: MessageHandler {
    let cases: CaseStore

    func handle(_ message: CaseTransferred, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await cases.keep(
            .transferred, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
    }
}
