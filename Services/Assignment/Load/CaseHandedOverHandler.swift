import Database
import Models
import Outbox

/// A dossier was handed over: the work ended before.
struct CaseHandedOverHandler: MessageHandler {
    let clock: WallClock

    func handle(_ message: CaseHandedOver, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await CaseClosing.close(message.case, as: .handedOver, on: LegalDate(message.occurredAt), at: clock.now, in: transaction)
    }
}
