import Database
import Models
import Outbox

/// The register was corrected in what is counted: the case counts as it stands there now, in every period.
struct CaseCorrectedHandler: MessageHandler {
    let keep: KeepFacts

    func handle(_ message: CaseCorrected, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await keep(message.case, in: transaction) { $0.corrected(message, version: envelope.version, in: transaction) }
    }
}
