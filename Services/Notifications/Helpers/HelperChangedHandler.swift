import Database
import Models
import Outbox

/// Keeps the copy of the helpers current.
struct HelperChangedHandler: MessageHandler {
    let helpers: HelperStore

    func handle(_ message: HelperChanged, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await helpers.keep(message, version: envelope.version, in: transaction)
    }
}
