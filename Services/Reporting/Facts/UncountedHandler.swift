import Database
import Models
import Outbox

/// Hears what belongs to a case's story but is counted nowhere: `case-progressed`, `dossier-changed`, `parties-changed`.
struct UncountedHandler<Received: Message>: MessageHandler {
    func handle(_ message: Received, _ envelope: Envelope, in transaction: Transaction) async throws {}
}
