import Database
import Models
import Outbox

/// It is worked on again: what was told of its end and of its handover no longer holds.
struct CaseReopenedHandler: MessageHandler {
    let cases: CaseStore

    func handle(_ message: CaseReopened, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await cases.keep(
            .underWay, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
        try await cases.forgetEnd(of: message.case, version: envelope.version, in: transaction)
    }
}
