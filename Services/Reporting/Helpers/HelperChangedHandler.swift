import Database
import Models
import Outbox

/// Keeps what helpers are called. Their kind is not kept: an assignment tells it as it was on that day.
struct HelperChangedHandler: MessageHandler {
    let helpers: HelperStore

    func handle(_ message: HelperChanged, _ envelope: Envelope, in transaction: Transaction) async throws {
        helpers.keep(message, version: envelope.version, in: transaction)
    }
}
