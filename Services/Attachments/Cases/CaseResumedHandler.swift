import Database
import Models
import Outbox

/// The work goes on.
struct CaseResumedHandler: MessageHandler {
    let cases: CaseStore

    func handle(_ message: CaseResumed, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await cases.keep(
            message.state ?? .underWay, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
    }
}
