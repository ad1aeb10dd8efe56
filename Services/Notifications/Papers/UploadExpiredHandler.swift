import Database
import Models
import Outbox

/// An upload was left unfinished: whoever has the case is told to send the paper again.
struct UploadExpiredHandler: MessageHandler {
    let lost: LostPaper

    func handle(_ message: UploadExpired, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await lost(
            .uploadExpired, of: message.case, sentBy: message.organisation, kind: message.kind, reason: nil, envelope, in: transaction)
    }
}
