import Database
import Models
import Outbox

/// The helper refused (Law 11/2017, Điều 25): the case has none until the next is picked, and the timeline says why.
struct OfferRefusedHandler: MessageHandler {
    let cases: CaseStore
    let timeline: TimelineStore
    let former: FormerHelperStore

    func handle(_ message: OfferRefused, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let record = try await cases.lock(message.case, in: transaction) else {
            throw RetryLater("case \(message.case) is not on record yet")
        }
        if try await cases.clearHelper(of: record, version: envelope.version, in: transaction) {
            former.moved(record, to: nil, at: message.recordedAt, in: transaction)
        }
        try timeline.add("offer_refused", to: record, by: nil, ["reason": message.reason], at: message.recordedAt, in: transaction)
    }
}
