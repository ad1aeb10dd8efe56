import Database
import Models
import Outbox

/// A case was finished.
struct CaseFinishedHandler: MessageHandler {
    let clock: WallClock

    func handle(_ message: CaseFinished, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await CaseClosing.close(message.case, as: .finished, on: LegalDate(message.occurredAt), at: clock.now, in: transaction)
    }
}
