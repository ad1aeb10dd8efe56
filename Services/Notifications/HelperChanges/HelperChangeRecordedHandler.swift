import Database
import Models
import Outbox

/// A client asked for another helper: the clock of the answer runs (circular 12/2018, Điều 9.1). Once they were answered, the alert is closed.
struct HelperChangeRecordedHandler: MessageHandler {
    let clock: WallClock
    let changes: ChangeStore
    let alerts: AlertStore

    func handle(_ message: HelperChangeRecorded, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard try await changes.keep(message, version: envelope.version, in: transaction), message.answeredOn != nil,
            let alert = try await changes.alert(of: message.change, in: transaction),
            try await alerts.close(alert, because: .answered, at: clock.now, in: transaction)
        else { return }
        try transaction.audit(.own("alert.closed", "alert", alert.uuid, message.organisation), at: clock.now)
    }
}
