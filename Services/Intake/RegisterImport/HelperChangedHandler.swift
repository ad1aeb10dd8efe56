import Database
import Models
import Outbox

/// A helper was entered or changed.
struct HelperChangedHandler: MessageHandler {
    let helpers: KnownHelperStore

    func handle(_ message: HelperChanged, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await helpers.keep(message, version: envelope.version, in: transaction)
    }
}
