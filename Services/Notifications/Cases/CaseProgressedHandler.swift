import Database
import Models
import Outbox

/// Work was entered: the case moved on the day of the work.
struct CaseProgressedHandler: MessageHandler {
    let cases: CaseStore
    let follow: FollowCase

    func handle(_ message: CaseProgressed, _ envelope: Envelope, in transaction: Transaction) async throws {
        let watched = try await cases.keep(
            .underWay, of: message.case, organisation: message.organisation, version: envelope.version, movedOn: message.date,
            in: transaction)
        try await follow(watched, in: transaction)
    }
}
