import Database
import Models
import Outbox
import Rules

/// The work goes on.
struct CaseResumedHandler: MessageHandler {
    let calendar: WorkingCalendar

    func handle(_ message: CaseResumed, _ envelope: Envelope, in transaction: Transaction) async throws {
        let instant = CaseResting.instant(of: message.resumedOn, recordedAt: message.recordedAt)
        try await CaseResting.resume(message.case, on: message.resumedOn, at: instant, by: calendar, in: transaction)
    }
}
