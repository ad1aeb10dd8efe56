import Database
import Models
import Outbox

/// A paper came: the case moved.
struct AttachmentStoredHandler: MessageHandler {
    let cases: CaseStore
    let follow: FollowCase

    func handle(_ message: AttachmentStored, _ envelope: Envelope, in transaction: Transaction) async throws {
        let watched = try await cases.keepPaper(
            of: message.case, organisation: message.organisation, on: LegalDate(message.occurredAt), in: transaction)
        try await follow(watched, in: transaction)
    }
}
