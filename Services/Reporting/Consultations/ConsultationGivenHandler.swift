import Database
import Models
import Outbox

/// A simple question was answered: counted once.
struct ConsultationGivenHandler: MessageHandler {
    let consultations: ConsultationStore

    func handle(_ message: ConsultationGiven, _ envelope: Envelope, in transaction: Transaction) async throws {
        consultations.insert(message, in: transaction)
    }
}
