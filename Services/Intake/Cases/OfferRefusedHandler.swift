import Database
import Models
import Outbox

/// The helper refused: the timeline says why.
struct OfferRefusedHandler: MessageHandler {
    let cases: CaseStore
    let timeline: TimelineStore

    func handle(_ message: OfferRefused, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let record = try await cases.find(message.case, in: transaction) else {
            throw RetryLater("case \(message.case) is not on record yet")
        }
        try timeline.add("offer_refused", to: record, by: nil, ["reason": message.reason], at: message.recordedAt, in: transaction)
    }
}
