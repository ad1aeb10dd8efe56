import Database
import Hummingbird
import Models
import Outbox
import ServiceKit

/// The papers of a case, and their contents. Every look is in the audit trail before the answer goes out.
struct AttachmentRoutes: Sendable {
    let database: Database
    let access: CaseAccess
    let attachments: AttachmentStore
    let send: SendPaper
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
                context.auditEntry("attachments.listed", kind: "case", subject: id.uuid, organisation: grant.case.organisation),
                at: clock.now)
            return try await attachments.list(
                id, after: page.after.flatMap { AttachmentID($0.keys[0]) }, limit: page.limit + 1, in: transaction)
        }
        return try .json(Page(found.map(AttachmentView.init), page) { Cursor($0.id.description) })
    }

    private func content(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let (paper, scope) = try await find(context.id("id"), for: identity)
        return try await send(paper, of: paper.organisation, in: scope, request, context)
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
}
