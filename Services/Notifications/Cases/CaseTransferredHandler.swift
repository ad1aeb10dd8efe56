import Database
import Models
import Outbox

/// It went to another organisation: here its clock stops.
struct CaseTransferredHandler: MessageHandler {
    let cases: CaseStore
    let follow: FollowCase

    func handle(_ message: CaseTransferred, _ envelope: Envelope, in transaction: Transaction) async throws {
        let watched = try await cases.keep(
            .transferred, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
        try await follow(watched, in: transaction)
    }
}
