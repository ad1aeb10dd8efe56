import Database
import Models
import Outbox

/// A case is in the register: it counts from now on.
struct CaseOpenedHandler: MessageHandler {
    let keep: KeepFacts

    func handle(_ message: CaseOpened, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await keep(message.case, in: transaction) { $0.opened(message, version: envelope.version, in: transaction) }
    }
}
