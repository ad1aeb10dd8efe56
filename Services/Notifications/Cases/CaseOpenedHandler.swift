import Database
import Models
import Outbox

/// A case exists: its clock starts on the day it was accepted, or recorded here if that was later (a register brought in from elsewhere).
struct CaseOpenedHandler: MessageHandler {
    let cases: CaseStore
    let follow: FollowCase

    func handle(_ message: CaseOpened, _ envelope: Envelope, in transaction: Transaction) async throws {
        let start = max(message.acceptedOn, LegalDate(message.recordedAt))
        try await follow(try await cases.keep(message, movedOn: start, in: transaction), in: transaction)
    }
}
