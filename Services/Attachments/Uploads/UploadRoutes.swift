import Database
import Foundation
import Hummingbird
import Models
import Outbox
import ServiceKit

/// The ledger as JSON, beside the protocol: what is under way and what became of an upload, with the reason where it was not kept.
struct UploadRoutes: Sendable {
    let database: Database
    let access: UploadAccess
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/uploads") { request, context in
            let fields = FieldReader(try request.queryTree())
            let page = fields.page(keys: 1)
            let query = LedgerQuery(
                group: fields.optionalChoice("state", among: LedgerQuery.Group.allCases.map(\.rawValue)).flatMap(LedgerQuery.Group.init),
                caseID: fields.optionalID("case"), after: page.after.flatMap { UploadID($0.keys[0]) }, limit: page.limit)
            try fields.finish()
            let lines = try await query.look(context, at: clock.now, in: database)
            return try Response.json(Page(lines.map { UploadView($0.upload) }, page) { Cursor($0.id.description) })
        }
        router.get("/api/v1/uploads/:id") { request, context in
            let upload = try await access.grant(context.id("id"), to: try context.require()).upload
            let entry = try context.auditEntry(
                "attachments.listed", kind: "upload", subject: upload.id.uuid, organisation: upload.organisation,
                details: upload.caseID.map { ["case": $0.description] } ?? [:])
            try await database.transaction(.service) { try $0.audit(entry, at: clock.now) }
            return try Response.json(UploadView(upload))
        }
    }
}

/// An upload in the JSON API.
struct UploadView: Encodable, Sendable {
    let id: UploadID
    let `case`: CaseID?
    let kind: String?
    let filename: String?
    let received: Int
    let length: Int?
    let state: UploadState
    let reason: RejectionReason?
    let sha256: String?
    let attachment: AttachmentID?
    let createdAt: Date
    let expiresAt: Date?
    let endedAt: Date?

    init(_ upload: Upload) {
        id = upload.id
        `case` = upload.caseID
        kind = upload.kind
        filename = upload.filename
        received = upload.received
        length = upload.length
        state = upload.state
        reason = upload.reason
        sha256 = upload.sha256
        attachment = upload.attachment
        createdAt = upload.createdAt
        expiresAt = upload.state == .receiving ? upload.expiresAt : nil
        endedAt = upload.endedAt
    }
}
