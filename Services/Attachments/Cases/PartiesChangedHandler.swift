import Database
import Models
import Outbox

/// A case names somebody more: nothing changes here. Heard because the versions of a case are told in one row.
struct PartiesChangedHandler: MessageHandler {
    func handle(_ message: PartiesChanged, _ envelope: Envelope, in transaction: Transaction) async throws {}
}
