import Database
import Models
import Outbox
import ServiceKit

/// Tells whoever passed a request on what became of it here, in the transaction of the decision (Law 11/2017, Điều 16.3, 30, 35).
struct TellSender: Sendable {
    let clock: WallClock
    let outbox: Outbox

    /// - Parameters:
    ///   - arrival: how the request came.
    ///   - opened: the case that it became.
    ///   - next: to whom it was passed on.
    ///   - version: of the request's story.
    func callAsFunction(
        _ outcome: TransferOutcome, of record: RequestRecord, from arrival: Transfer, opened: OpenedCase?, next: Transfer?, version: Int,
        in transaction: Transaction
    ) throws {
        let now = clock.now
        try outbox.publish(
            TransferAnswered(
                request: record.id, organisation: record.organisation, province: record.province, sender: arrival.sender,
                origin: arrival.origin, passing: arrival.passing, outcome: outcome, case: opened?.id, code: opened?.code,
                receiver: next?.receiver, receiverProvince: next?.receiverProvince, next: next?.request, answeredOn: clock.today,
                occurredAt: now, recordedAt: now),
            version: version, in: transaction)
    }
}

extension RequestAction {
    /// What a sender is told of it; nil where nothing is decided yet.
    var outcome: TransferOutcome? {
        switch self {
        case .accept: .registered
        case .refuse: .refused
        case .transfer: .passedOn
        case .askSupplement: nil
        }
    }
}
