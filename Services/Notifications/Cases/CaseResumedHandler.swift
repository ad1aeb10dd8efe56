import Database
import Models
import Outbox

/// The work goes on: the case's clock starts anew on that day.
struct CaseResumedHandler: MessageHandler {
    let cases: CaseStore
    let follow: FollowCase

    func handle(_ message: CaseResumed, _ envelope: Envelope, in transaction: Transaction) async throws {
        let watched = try await cases.keep(
            .underWay, of: message.case, organisation: message.organisation, version: envelope.version, movedOn: message.resumedOn,
            in: transaction)
        try await follow(watched, in: transaction)
    }
}
