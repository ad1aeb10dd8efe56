import Database
import Models
import Outbox

/// Hears what belongs to a case's story but is counted nowhere: `case-progressed`, `dossier-changed`, `parties-changed`, `case-suspended`,
/// `case-resumed` (the case is handled meanwhile as before), `case-archived`, and `helper-changed`, since an assignment
/// tells the helper's kind as it was on that day.
struct UncountedHandler<Received: Message>: MessageHandler {
    func handle(_ message: Received, _ envelope: Envelope, in transaction: Transaction) async throws {}
}
