import Database
import Models
import Outbox

/// Aid in a case was stopped.
struct CaseStoppedHandler: MessageHandler {
    let clock: WallClock

    func handle(_ message: CaseStopped, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await CaseClosing.close(message.case, as: .stopped, on: LegalDate(message.occurredAt), at: clock.now, in: transaction)
    }
}
