import Database
import Models
import Outbox

/// Whoever got a case has decided on it: it goes on as a case of theirs, or with the next, or is lost.
struct TransferAnsweredHandler: MessageHandler {
    let keep: KeepFacts

    func handle(_ message: TransferAnswered, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let origin = message.origin else { return }
        try await keep(origin, in: transaction) { heard in
            if message.outcome == .passedOn, let province = message.receiverProvince {
                heard.passed(
                    origin, of: message.sender, HeardCase.Passing(province: province, continuedAs: nil, lostOn: nil),
                    rank: TransferRank.passedOn(message.passing + 1), in: transaction)
            } else {
                let isTaken = message.outcome == .registered
                heard.passed(
                    origin, of: message.sender,
                    HeardCase.Passing(
                        province: message.province, continuedAs: isTaken ? message.case : nil, lostOn: isTaken ? nil : message.answeredOn),
                    rank: TransferRank.decided(after: message.passing), in: transaction)
                if let next = message.case { heard.mention(next, of: message.organisation, in: transaction) }
            }
        }
    }
}
