import Database
import Models
import Outbox

/// It went to another organisation, which may read its papers from now on; those of whoever had it stay with them.
struct CaseTransferredHandler: MessageHandler {
    let cases: CaseStore
    let transfers: TransferStore

    func handle(_ message: CaseTransferred, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await cases.keep(
            .transferred, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
        // Told since the receiver's province is: of a case that was passed on before, the answer tells.
        guard let province = message.receiverProvince else { return }
        try await transfers.keep(
            TransferStore.Step(
                origin: message.case, rank: TransferRank.passedOn(1), request: message.request, organisation: message.receiver,
                province: province, caseID: nil),
            in: transaction)
    }
}
