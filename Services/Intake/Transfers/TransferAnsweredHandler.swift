import Database
import Directory
import Models
import Outbox

/// Whoever got it has decided: the sender, and whoever passed it on before, see what became of it, on the case or the request and in the case's history, and
/// nothing of what the receiver holds.
struct TransferAnsweredHandler: MessageHandler {
    let transfers: TransferStore
    let directory: Directory
    let cases: CaseStore
    let timeline: TimelineStore

    func handle(_ message: TransferAnswered, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let transfer = try await transfers.arrival(of: message.request, in: transaction) else {
            throw RetryLater("what was passed on as \(message.request) is not on record yet")
        }
        var receiver: String?
        if let next = message.receiver { receiver = try await directory.organisation(next, in: transaction)?.title }
        let answer = TransferAnswer(outcome: message.outcome, answeredOn: message.answeredOn, code: message.code, to: receiver)
        guard try await transfers.answer(message.request, answer, in: transaction) else { return }
        transfers.answerLater(message.request, answer, by: transfer.receiverTitle, passing: transfer.passing, in: transaction)
        guard let id = transfer.origin, let record = try await cases.find(id, in: transaction) else { return }
        try timeline.add(
            "transfer_answered", to: record, by: nil, answer.details(by: transfer.receiverTitle), at: message.recordedAt, in: transaction)
    }
}
