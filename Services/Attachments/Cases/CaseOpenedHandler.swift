import Database
import Models
import Outbox

/// Papers may come for a case from now on; those that were waiting for it are joined to it.
struct CaseOpenedHandler: MessageHandler {
    let cases: CaseStore
    let claims: ClaimUploads

    func handle(_ message: CaseOpened, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await cases.keep(message, in: transaction)
        try await claims.claim(for: message.case, in: transaction)
    }
}
