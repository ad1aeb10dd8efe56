import Database
import Models
import Outbox

/// A paper that was sent is not kept: whoever has the case is told to send it again.
struct AttachmentRejectedHandler: MessageHandler {
    let lost: LostPaper

    func handle(_ message: AttachmentRejected, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await lost(
            .paperRejected, of: message.case, sentBy: message.organisation, kind: message.kind, reason: message.reason, envelope,
            in: transaction)
    }
}
