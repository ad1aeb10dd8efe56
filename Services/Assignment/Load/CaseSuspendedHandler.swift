import Database
import Models
import Outbox

/// The work on a case rests: it weighs on nobody, nobody is looked for, and its clocks stand. A case that has ended meanwhile is left as it is.
struct CaseSuspendedHandler: MessageHandler {
    func handle(_ message: CaseSuspended, _ envelope: Envelope, in transaction: Transaction) async throws {
        let instant = CaseResting.instant(of: message.suspendedOn, recordedAt: message.recordedAt)
        try await CaseResting.rest(message.case, on: message.suspendedOn, at: instant, in: transaction)
    }
}
