import Database
import Models
import Outbox

/// Aid was stopped: the case's clock stops.
struct CaseStoppedHandler: MessageHandler {
    let cases: CaseStore
    let follow: FollowCase

    func handle(_ message: CaseStopped, _ envelope: Envelope, in transaction: Transaction) async throws {
        let watched = try await cases.keep(
            .stopped, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
        try await follow(watched, in: transaction)
    }
}
