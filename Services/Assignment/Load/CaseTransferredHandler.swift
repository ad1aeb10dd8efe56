import Database
import Models
import Outbox

/// A case went to another organisation.
struct CaseTransferredHandler: MessageHandler {
    let clock: WallClock

    func handle(_ message: CaseTransferred, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await CaseClosing.close(message.case, as: .transferred, on: message.transferredOn, at: clock.now, in: transaction)
    }
}
