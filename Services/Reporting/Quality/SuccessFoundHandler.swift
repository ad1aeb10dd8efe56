import Database
import Directory
import Models
import Outbox

/// A case was found to meet criteria of success, or none: the latest finding counts.
struct SuccessFoundHandler: MessageHandler {
    let directory: Directory
    let quality: QualityStore

    func handle(_ message: SuccessFound, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let organisation = try await directory.organisation(message.organisation, in: transaction) else {
            throw RetryLater("organisation \(message.organisation) is not known yet")
        }
        quality.insert(message, province: organisation.province, in: transaction)
    }
}
