import Database
import Models
import Outbox

/// Aid was stopped; the papers that say so may still come.
struct CaseStoppedHandler: MessageHandler {
    let cases: CaseStore

    func handle(_ message: CaseStopped, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await cases.keep(
            .stopped, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
    }
}
