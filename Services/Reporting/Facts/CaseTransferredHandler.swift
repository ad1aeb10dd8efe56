import Database
import Models
import Outbox

/// A case went to another organisation: with whoever had it, it is not gone on with from that day on; of the province and the country it is still one case, which
/// the receiver decides on.
struct CaseTransferredHandler: MessageHandler {
    let keep: KeepFacts

    func handle(_ message: CaseTransferred, _ envelope: Envelope, in transaction: Transaction) async throws {
        let end = HeardCase.End(ending: .transferred, date: message.transferredOn, helper: nil, enteredAt: message.recordedAt)
        try await keep(message.case, in: transaction) { heard in
            heard.ended(message.case, of: message.organisation, end, version: envelope.version, in: transaction)
            // Told since the receiver's province is: of a case that was passed on before, the answer tells.
            guard let province = message.receiverProvince else { return }
            heard.passed(
                message.case, of: message.organisation, HeardCase.Passing(province: province, continuedAs: nil, lostOn: nil),
                rank: TransferRank.passedOn(1),
                in: transaction)
        }
    }
}
