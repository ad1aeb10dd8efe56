import Database
import Models
import Outbox

/// A case is worked on again: its clock starts anew on that day.
struct CaseReopenedHandler: MessageHandler {
    let cases: CaseStore
    let follow: FollowCase

    func handle(_ message: CaseReopened, _ envelope: Envelope, in transaction: Transaction) async throws {
        let watched = try await cases.keep(
            .underWay, of: message.case, organisation: message.organisation, version: envelope.version, movedOn: message.reopenedOn,
            in: transaction)
        try await follow(watched, in: transaction)
    }
}
