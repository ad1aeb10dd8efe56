import Database
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Models
import Outbox
import ServiceKit

/// The papers of a case, and their contents. Every look is in the audit trail before the answer goes out.
struct AttachmentRoutes: Sendable {
    private static let piece = 262_144

    let database: Database
    let access: CaseAccess
    let attachments: AttachmentStore
    let folder: PaperFolder
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases/:id/attachments") { request, context in try await list(request, context) }
        router.get("/api/v1/attachments/:id") { request, context in try await content(request, context) }
    }

    private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", CaseID.self)
        let fields = FieldReader(try request.queryTree())
        let page = fields.page(keys: 1)
        try fields.finish()
        let grant = try await access.grant(id, to: identity)
        let found = try await database.transaction(grant.scope) { transaction in
            try transaction.audit(
                Self.entry("attachments.listed", "case", id.uuid, grant.case.organisation, identity, context), at: clock.now)
            return try await attachments.list(
                id, after: page.after.flatMap { AttachmentID($0.keys[0]) }, limit: page.limit + 1, in: transaction)
        }
        return try .json(Page(found.map(AttachmentView.init), page) { Cursor($0.id.description) })
    }

    private func content(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let (paper, scope) = try await find(context.id("id"), for: identity)
        let etag = ETag(sha256: paper.sha256)
        var headers = Self.headers(of: paper, etag)
        if request.alreadyHas(etag) {
            try await record("attachment.checked", paper, scope, identity, context)
            return Response(status: .notModified, headers: headers)
        }
        let isSame = request.headers[.ifRange].map(etag.matches) ?? true
        let range = ByteRange(isSame ? request.headers[.range] : nil, size: paper.size)
        if range == .unsatisfiable {
            throw Problem(
                "range", status: .rangeNotSatisfiable, title: Bilingual(vi: "Ngoài phạm vi của tệp", en: "Outside of the file"),
                headers: [.contentRange: "bytes */\(paper.size)", .acceptRanges: "bytes"])
        }
        let file = try await open(paper, logger: context.logger)
        headers[.contentType] = paper.contentType
        headers[.contentDisposition] = FileName(claimed: paper.filename).given(as: paper.contentType).contentDisposition
        guard case .part(let bytes) = range else {
            try await record("attachment.downloaded", paper, scope, identity, context)
            return Response(status: .ok, headers: headers, body: Self.body(of: file, 0..<paper.size))
        }
        try await record("attachment.downloaded", paper, scope, identity, context, range: bytes)
        headers[.contentRange] = "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(paper.size)"
        return Response(status: .partialContent, headers: headers, body: Self.body(of: file, bytes))
    }

    private func find(_ id: AttachmentID, for identity: Identity) async throws -> (Attachment, Scope) {
        guard identity.role == .helper else {
            let paper = try await database.transaction(identity.scope) { try await attachments.find(id, in: $0) }
            guard let paper else { throw Problem.notFound() }
            return (paper, identity.scope)
        }
        guard let helper = identity.helper,
            let paper = try await database.transaction(.service, { try await attachments.find(id, of: helper, in: $0) })
        else { throw Problem.notFound() }
        return (paper, .organisations([paper.organisation]))
    }

    private func open(_ paper: Attachment, logger: Logger) async throws -> StoredFile {
        do {
            let file = try await folder.openStored(organisation: paper.organisation, sha256: paper.sha256)
            if file.size == paper.size { return file }
            logger.critical("a paper has not its size on disk", metadata: ["attachment": "\(paper.id)", "bytes": "\(file.size)"])
        } catch let error as DiskError {
            logger.critical("a paper cannot be read from disk", metadata: ["attachment": "\(paper.id)", "error": "\(error)"])
        }
        throw Problem.internalError()
    }

    private func record(
        _ action: String, _ paper: Attachment, _ scope: Scope, _ identity: Identity, _ context: ServiceContext, range: Range<Int>? = nil
    ) async throws {
        var entry = Self.entry(action, "attachment", paper.id.uuid, paper.organisation, identity, context)
        entry.details = ["case": "\(paper.caseID)", "sha256": paper.sha256]
        if let range { entry.details["range"] = "\(range.lowerBound)-\(range.upperBound - 1)" }
        let written = entry
        try await database.transaction(scope) { try $0.audit(written, at: clock.now) }
    }

    /// Files of strangers run nowhere and stay in no cache (ARCHITECTURE, decision 16).
    private static func headers(of paper: Attachment, _ etag: ETag) -> HTTPFields {
        [
            .eTag: etag.description, .acceptRanges: "bytes", .cacheControl: "private, no-store", .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "sandbox; default-src 'none'",
        ]
    }

    /// A file as it lies on disk, a piece at a time.
    static func body(of file: StoredFile, _ bytes: Range<Int>) -> ResponseBody {
        ResponseBody(contentLength: bytes.count) { writer in
            var place = bytes.lowerBound
            while place < bytes.upperBound {
                let piece = try await file.read(min(Self.piece, bytes.upperBound - place), at: place)
                guard piece.readableBytes > 0 else { throw DiskError("read", "a paper") }
                place += piece.readableBytes
                try await writer.write(piece)
            }
            try await writer.finish(nil)
        }
    }

    private static func entry(
        _ action: String, _ kind: String, _ subject: UUID, _ organisation: OrganisationID, _ identity: Identity, _ context: ServiceContext
    ) -> AuditEntry {
        AuditEntry(
            actor: identity.subject, actorName: identity.name, role: identity.role, action: action, subjectKind: kind, subject: subject,
            organisation: organisation, reference: context.reference)
    }
}
