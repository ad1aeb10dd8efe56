import Database
import Models
import Outbox

/// The work goes on.
struct CaseResumedHandler: MessageHandler {
    let clock: WallClock

    func handle(_ message: CaseResumed, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await CaseResting.resume(message.case, on: message.resumedOn, at: clock.now, in: transaction)
    }
}
