import Crypto
import Database
import Foundation
import Logging
import Models
import NIOCore
import Outbox
import ServiceKit

/// Makes a paper of an upload that is here whole: digest, type, the scanner's word, lasting place, and then, in one transaction, the paper, the ledger's line and the
/// message. Every step can be repeated: what it finds out is entered before the file is moved, so that after a crash the moved file is recognised
/// by its name, and the line's state lets the last transaction happen once.
struct FinishUpload: Sendable {
    private static let piece = 1_048_576

    let database: Database
    let uploads: UploadStore
    let attachments: AttachmentStore
    let cases: CaseStore
    let transfers: TransferStore
    let wake: Wake
    let ending: EndUpload
    let folder: PaperFolder
    /// Nil where none is named: then papers are kept unseen.
    let scanner: VirusScanner?
    let outbox: Outbox
    let levers: UploadLevers
    let clock: WallClock
    let logger: Logger

    /// As far as it can be done: an upload of an unknown case waits, a part waits to be joined. Never fails where a later round may succeed.
    func finishNow(_ upload: Upload, part: PartFile, in scope: Scope) async throws -> Upload {
        do {
            try await finish(upload, part: part)
        } catch {
            logger.error("an upload could not be stored yet", metadata: ["upload": "\(upload.id)", "error": "\(error)"])
        }
        return try await database.transaction(scope) { try await uploads.find(upload.id, in: $0) } ?? upload
    }

    /// Finishes an upload that nobody is working on; leaves one that somebody is.
    func finish(_ id: UploadID) async throws {
        let part: PartFile?
        do {
            part = try await folder.openPart(id, create: false)
            guard part != nil else { return }
        } catch let error as DiskError where error.code == ENOENT {
            part = nil
        }
        guard let upload = try await database.transaction(.service, { try await uploads.find(id, in: $0) }) else { return }
        try await finish(upload, part: part)
    }

    private func finish(_ upload: Upload, part: PartFile?) async throws {
        guard upload.state == .received, upload.shape != .partial, upload.caseKnown, let length = upload.length else { return }
        let size = try await part?.size() ?? 0
        let found: (sha256: String, contentType: String)
        var scan: VirusScanner.Verdict?
        if let part, size >= length {
            if size > length { try await part.truncate(to: length) }
            found = try await describe(upload, part, length: length)
            guard upload.declaredSHA256 ?? found.sha256 == found.sha256 else { return try await ending.reject(upload.id, .digestMismatch) }
            scan = try await scanner?.scan(part, length: length)
            if case .infected(let name) = scan {
                logger.warning("malware was sent", metadata: ["upload": "\(upload.id)", "name": "\(name)", "sha256": "\(found.sha256)"])
                return try await ending.reject(upload.id, .malware)
            }
            try await part.sync()
            try await folder.keep(upload.id, organisation: upload.organisation, sha256: found.sha256)
        } else if let sha256 = upload.sha256, let contentType = upload.contentType,
            try await folder.sizeOfStored(organisation: upload.organisation, sha256: sha256) == length
        {
            // The process died between the move and the commit.
            found = (sha256, contentType)
            logger.notice("storing an upload whose file had been moved", metadata: ["upload": "\(upload.id)"])
        } else {
            return try await takeBack(upload, to: size)
        }
        try await store(upload, size: length, sha256: found.sha256, contentType: found.contentType, scan: scan)
    }

    private func describe(_ upload: Upload, _ part: PartFile, length: Int) async throws -> (sha256: String, contentType: String) {
        var hash = RunningDigest.sha256(SHA256())
        var offset = 0
        var start: [UInt8] = []
        while offset < length {
            let bytes = try await part.read(min(Self.piece, length - offset), at: offset)
            guard bytes.readableBytes > 0 else { throw DiskError("read", part.path) }
            if offset == 0 { start = Array(bytes.readableBytesView.prefix(ContentType.lookedAt)) }
            hash.update(bytes)
            offset += bytes.readableBytes
        }
        let sha256 = hash.finish().hexadecimal
        let contentType = ContentType.of(start)
        _ = try await database.transaction(.service) {
            try await uploads.describe(upload.id, sha256: sha256, contentType: contentType, in: $0)
        }
        return (sha256, contentType)
    }

    /// The disk has less than the ledger says: the client is asked for the rest again.
    private func takeBack(_ upload: Upload, to size: Int) async throws {
        logger.error("a received upload's file is shorter than the ledger", metadata: ["upload": "\(upload.id)", "file": "\(size)"])
        let now = clock.now
        try await database.transaction(.service) {
            try await uploads.takeBack(upload.id, to: size, at: now, expires: levers.expiry(after: now), in: $0)
        }
    }

    private func store(_ upload: Upload, size: Int, sha256: String, contentType: String, scan: VirusScanner.Verdict?) async throws {
        let now = clock.now
        try await database.transaction(.service) { transaction in
            guard let line = try await uploads.lock(upload.id, in: transaction), line.state == .received, line.caseKnown,
                let caseID = line.caseID, let kind = line.kind, let filename = line.filename
            else { return }
            let attachment = Attachment(
                id: AttachmentID(at: now), upload: line.id, caseID: caseID, organisation: line.organisation, province: line.province,
                kind: kind, filename: filename, contentType: contentType, size: size, sha256: sha256, uploader: line.uploader,
                uploaderName: line.uploaderName, uploaderRole: line.uploaderRole, storedAt: now)
            cases.holdStill(caseID, in: transaction)
            try await attachments.insert(attachment, in: transaction)
            if try await transfers.markDue(caseID, in: transaction) { transaction.afterCommit { wake.ring() } }
            _ = try await uploads.end(line.id, as: .stored, attachment: attachment.id, at: now, in: transaction)
            try outbox.publish(
                AttachmentStored(
                    attachment: attachment.id, case: caseID, organisation: line.organisation, kind: kind, size: size, sha256: sha256,
                    occurredAt: now, recordedAt: now),
                version: 1, in: transaction)
            try transaction.audit(
                AuditEntry(
                    actor: line.uploader, actorName: line.uploaderName, role: line.uploaderRole, action: "attachment.stored",
                    subjectKind: "attachment", subject: attachment.id.uuid, organisation: line.organisation,
                    details: ["case": "\(caseID)", "kind": kind, "sha256": sha256, "upload": "\(line.id)"]
                        .merging(scan.map { ["scan": $0.word] } ?? [:]) { $1 }),
                at: now)
        }
    }
}
