import Database
import Models
import Outbox

/// It ended: the case's clock stops.
struct CaseFinishedHandler: MessageHandler {
    let cases: CaseStore
    let follow: FollowCase

    func handle(_ message: CaseFinished, _ envelope: Envelope, in transaction: Transaction) async throws {
        let watched = try await cases.keep(
            .finished, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
        try await follow(watched, in: transaction)
    }
}
