import Database
import Models
import Outbox

/// The helper of the case may see its papers and add to them.
struct CaseAssignedHandler: MessageHandler {
    let cases: CaseStore
    let claims: ClaimUploads

    func handle(_ message: CaseAssigned, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await cases.keep(message, version: envelope.version, in: transaction)
        try await claims.claim(for: message.case, in: transaction)
    }
}
