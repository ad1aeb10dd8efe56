import Database
import Models
import Outbox

/// Work on the case goes on.
struct CaseProgressedHandler: MessageHandler {
    let cases: CaseStore

    func handle(_ message: CaseProgressed, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await cases.keep(
            .underWay, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
    }
}
