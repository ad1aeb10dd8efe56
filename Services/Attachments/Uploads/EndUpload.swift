import Database
import Foundation
import Models
import Outbox

/// Ends uploads that do not become papers, tells of it, and removes their files.
struct EndUpload: Sendable {
    let database: Database
    let uploads: UploadStore
    let folder: PaperFolder
    let outbox: Outbox
    let clock: WallClock

    /// The paper is not kept, and its sender is told why.
    func reject(_ id: UploadID, _ reason: RejectionReason) async throws {
        try await database.transaction(.service) { transaction in
            guard let upload = try await uploads.lock(id, in: transaction) else { return }
            try await reject(upload, reason, in: transaction)
        }
        try await folder.removePart(id)
    }

    /// The same in a transaction that has the line locked; the file is removed after it.
    func reject(_ upload: Upload, _ reason: RejectionReason, in transaction: Transaction) async throws {
        let now = clock.now
        guard try await uploads.end(upload.id, as: .rejected, reason: reason, at: now, in: transaction) else { return }
        try record("upload.rejected", upload, ["reason": reason.rawValue], at: now, in: transaction)
        guard let caseID = upload.caseID else { return }
        try outbox.publish(
            AttachmentRejected(
                upload: upload.id, case: caseID, organisation: upload.organisation, kind: upload.kind ?? "other", reason: reason.rawValue,
                occurredAt: now, recordedAt: now),
            version: 1, in: transaction)
    }

    /// Nobody went on with it. A part that belongs to no case is told to nobody: no case lacks it.
    func expire(_ upload: Upload, in transaction: Transaction) async throws {
        let now = clock.now
        guard try await uploads.end(upload.id, as: .expired, at: now, in: transaction) else { return }
        try record("upload.expired", upload, ["received": String(upload.received)], at: now, in: transaction)
        guard let caseID = upload.caseID else { return }
        try outbox.publish(
            UploadExpired(
                upload: upload.id, case: caseID, organisation: upload.organisation, kind: upload.kind ?? "other", received: upload.received,
                size: upload.length ?? upload.received, occurredAt: now, recordedAt: now),
            version: 1, in: transaction)
    }

    /// The service does it, whoever sent it.
    private func record(
        _ action: String, _ upload: Upload, _ details: [String: String], at now: Date, in transaction: Transaction
    ) throws {
        let service = ServiceName.attachments.rawValue
        try transaction.audit(
            AuditEntry(
                actor: service, actorName: service, role: .system, action: action, subjectKind: "upload", subject: upload.id.uuid,
                organisation: upload.organisation,
                details: details.merging(upload.caseID.map { ["case": $0.description] } ?? [:]) { $1 }),
            at: now)
    }

    /// Given up by who may go on with it. False where it is over already.
    func terminate(_ id: UploadID, by entry: AuditEntry, in scope: Scope) async throws -> Bool {
        let now = clock.now
        let ended = try await database.transaction(scope) { transaction in
            guard try await uploads.end(id, as: .terminated, at: now, in: transaction) else { return false }
            try transaction.audit(entry, at: now)
            return true
        }
        if ended { try await folder.removePart(id) }
        return ended
    }
}
