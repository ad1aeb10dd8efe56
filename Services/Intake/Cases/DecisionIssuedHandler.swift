import Database
import Models
import Outbox

/// The written decision was signed (Law 11/2017, Điều 31, 33): the timeline has its number and date.
struct DecisionIssuedHandler: MessageHandler {
    let cases: CaseStore
    let timeline: TimelineStore

    func handle(_ message: DecisionIssued, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let record = try await cases.find(message.case, in: transaction) else {
            throw RetryLater("case \(message.case) is not on record yet")
        }
        try timeline.add(
            "decision_issued", to: record, by: nil, ["number": message.number, "date": message.date.description, "signer": message.signer],
            at: message.recordedAt, in: transaction)
    }
}
