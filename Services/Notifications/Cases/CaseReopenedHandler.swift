import Database
import Models
import Outbox

/// A case is worked on again: its clock starts anew on that day, its helper is reminded of hearings again, and its client is answered.
struct CaseReopenedHandler: MessageHandler {
    let clock: WallClock
    let cases: CaseStore
    let hearings: HearingStore
    let changes: ChangeStore
    let follow: FollowCase

    func handle(_ message: CaseReopened, _ envelope: Envelope, in transaction: Transaction) async throws {
        let watched = try await cases.keep(
            .underWay, of: message.case, organisation: message.organisation, version: envelope.version, movedOn: message.reopenedOn,
            in: transaction)
        hearings.lookAgain(message.case, at: clock.now, in: transaction)
        changes.lookAgain(message.case, at: clock.now, in: transaction)
        try await follow(watched, in: transaction)
    }
}
