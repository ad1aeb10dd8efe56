import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Hands the dossier of an ended case over (Law 11/2017, Điều 39.1), once, and whole (Điều 38.2; circular 12/2018, Điều 11.2–11.4).
struct HandDossierOver: Sendable {
    let clock: WallClock
    let outbox: Outbox
    let cases: CaseStore
    let dossier: DossierStore
    let checkDossier: CheckDossier
    let timeline: TimelineStore
    let words: StateWords

    /// Throws 409 where the case has not ended, its dossier was handed over before, or papers are missing from it and nobody who leads has said why.
    ///
    /// - Parameter mayWaive: whether the reason why they may be missing is theirs to give.
    func callAsFunction(
        _ handover: NewHandover, of record: CaseRecord, by actor: Actor, mayWaive: Bool, in transaction: Transaction
    ) async throws {
        try words.check(record, .handOver)
        _ = try await checkDossier(
            .handOver, try await dossier.papers(of: record.id, in: transaction), of: record, reason: handover.missingPapersReason,
            by: actor, mayWaive: mayWaive, in: transaction)
        let now = clock.now
        try outbox.publish(
            CaseHandedOver(
                case: record.id, organisation: record.organisation, handedOverOn: handover.date, handedOverBy: handover.handedOverBy,
                receivedBy: handover.receivedBy, note: handover.note, occurredAt: handover.date.start, recordedAt: now),
            version: record.told + 1, in: transaction)
        cases.handOver(record.id, handover, in: transaction)
        var details = ["date": handover.date.description, "received_by": handover.receivedBy]
        details["handed_over_by"] = handover.handedOverBy
        try timeline.add("handed_over", to: record, by: actor.name, details, at: now, in: transaction)
        try transaction.audit(actor.entry("case.handed_over", "case", record.id.uuid, record.organisation), at: now)
    }
}
