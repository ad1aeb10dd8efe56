import Database
import Models
import Outbox

/// Nobody could take the case yet: its timeline says so.
struct NoHelperFoundHandler: MessageHandler {
    let cases: CaseStore
    let timeline: TimelineStore

    func handle(_ message: NoHelperFound, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let record = try await cases.find(message.case, in: transaction) else {
            throw RetryLater("case \(message.case) is not on record yet")
        }
        try timeline.add("no_helper_found", to: record, by: nil, [:], at: message.recordedAt, in: transaction)
    }
}
