import Database
import Models
import Outbox

/// The work goes on: the case's clock starts anew on that day, and its helper is reminded of hearings again.
struct CaseResumedHandler: MessageHandler {
    let clock: WallClock
    let cases: CaseStore
    let hearings: HearingStore
    let follow: FollowCase

    func handle(_ message: CaseResumed, _ envelope: Envelope, in transaction: Transaction) async throws {
        let watched = try await cases.keep(
            message.state ?? .underWay, of: message.case, organisation: message.organisation, version: envelope.version,
            movedOn: message.resumedOn,
            in: transaction)
        hearings.lookAgain(message.case, at: clock.now, in: transaction)
        try await follow(watched, in: transaction)
    }
}
