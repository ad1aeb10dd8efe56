import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Lays the papers of a case that was passed on into the case that it became (circular 08/2017, Điều 17.2, 22: whoever passes a case on passes its dossier on):
/// each content is in the receiver's folder before the receiver's row says so, and each paper goes along once, however often this is begun. The sender's own
/// stay where they are. Where the case that they come into was passed on itself, they go on from there.
struct SendPapersAlong: Sendable {
    let database: Database
    let transfers: TransferStore
    let attachments: AttachmentStore
    let cases: CaseStore
    let folder: PaperFolder
    let outbox: Outbox
    let wake: Wake
    let clock: WallClock

    /// All that wait. What fails is tried again in the next round.
    func callAsFunction() async throws {
        for origin in try await database.transaction(.service, { try await transfers.due(in: $0) }) {
            try await database.transaction(.service) { try await send(origin, in: $0) }
        }
    }

    private func send(_ origin: CaseID, in transaction: Transaction) async throws {
        guard let held = try await transfers.lockDue(origin, in: transaction), let target = held.caseID else { return }
        let code = try await cases.find(origin, in: transaction)?.code
        cases.holdStill(target, in: transaction)
        for paper in try await attachments.all(of: origin, notIn: target, in: transaction) {
            try await folder.share(paper.sha256, of: paper.organisation, with: held.organisation)
            try await lay(paper, from: code, into: target, of: held, in: transaction)
        }
        transfers.settle(origin, in: transaction)
        if try await transfers.markDue(target, in: transaction) { transaction.afterCommit { wake.ring() } }
    }

    private func lay(_ paper: Attachment, from code: String?, into target: CaseID, of held: HeldTransfer, in transaction: Transaction)
        async throws
    {
        let now = clock.now
        let copy = Attachment(paper, id: AttachmentID(at: now), in: target, of: held, from: code, at: now)
        guard try await attachments.insert(copy, in: transaction) else { return }
        try outbox.publish(
            AttachmentStored(
                attachment: copy.id, case: target, organisation: held.organisation, kind: copy.kind, size: copy.size, sha256: copy.sha256,
                passedOn: true, occurredAt: now, recordedAt: now),
            version: 1, in: transaction)
        let service = ServiceName.attachments.rawValue
        for (subject, organisation) in [(copy.id, held.organisation), (paper.id, paper.organisation)] {
            try transaction.audit(
                AuditEntry(
                    actor: service, actorName: service, role: .system, action: "attachment.passed-on", subjectKind: "attachment",
                    subject: subject.uuid, organisation: organisation, details: ["sha256": copy.sha256, "request": "\(held.request)"]),
                at: now)
        }
    }
}
