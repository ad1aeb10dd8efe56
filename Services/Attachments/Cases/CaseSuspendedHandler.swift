import Database
import Models
import Outbox

/// The work rests; papers may still come.
struct CaseSuspendedHandler: MessageHandler {
    let cases: CaseStore

    func handle(_ message: CaseSuspended, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await cases.keep(
            .suspended, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
    }
}
