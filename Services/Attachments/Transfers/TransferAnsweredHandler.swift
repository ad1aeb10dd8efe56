import Database
import Models
import Outbox

/// Whoever got the case has decided: once they have accepted it, its papers are laid into their own case; where they passed it on, the next has them to read.
struct TransferAnsweredHandler: MessageHandler {
    let transfers: TransferStore
    let wake: Wake

    func handle(_ message: TransferAnswered, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let origin = message.origin else { return }
        if message.outcome == .passedOn, let next = message.next, let receiver = message.receiver, let province = message.receiverProvince {
            return try await transfers.keep(
                TransferStore.Step(
                    origin: origin, rank: TransferRank.passedOn(message.passing + 1), request: next, organisation: receiver,
                    province: province, caseID: nil),
                in: transaction)
        }
        try await transfers.keep(
            TransferStore.Step(
                origin: origin, rank: TransferRank.decided(after: message.passing), request: message.request,
                organisation: message.organisation,
                province: message.province, caseID: message.outcome == .registered ? message.case : nil),
            in: transaction)
        transaction.afterCommit { wake.ring() }
    }
}
