import Database
import Directory
import Models
import Outbox

/// A round of quality is over: counted once, where its organisation is.
struct QualityRecordedHandler: MessageHandler {
    let directory: Directory
    let quality: QualityStore

    func handle(_ message: QualityRecorded, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let organisation = try await directory.organisation(message.organisation, in: transaction) else {
            throw RetryLater("organisation \(message.organisation) is not known yet")
        }
        quality.insert(message, province: organisation.province, in: transaction)
    }
}
