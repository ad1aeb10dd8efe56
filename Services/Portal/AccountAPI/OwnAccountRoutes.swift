import Database
import Hummingbird
import Models
import Outbox
import ServiceKit

/// `/api/v1/account`: what people do with their own account. Tokens of scripts have none: 404.
struct OwnAccountRoutes: Sendable {
    let house: House
    let accounts: AccountStore
    let own: OwnAccount
    let keep: KeepAccount
    let confirmation: Confirmation

    func add(to router: Router<ServiceContext>) {
        let group = router.group("api/v1/account")
        group.get(use: show)
        group.get("sessions", use: sessions)
        group.post("sessions/ending", use: endOthers)
        group.delete("sessions/{key}", use: endOne)
        group.post("handback", use: confirmation.guardingCall(handBack))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        let found = try await house.database.transaction(.service) { try await accounts.find(id, in: $0) }
        guard let found else { throw Problem.notFound() }
        return try .json(AccountView(found), etag: ETag(version: found.version))
    }

    @Sendable private func sessions(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        let live = try await house.database.transaction(.service) { try await own.sessions.list(of: id, in: $0) }
        let present = context.identity?.session
        return try .json(Page(items: live.map { SessionView($0, isPresent: $0.key == present) }, next: nil))
    }

    @Sendable private func endOne(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        try await own.end(try context.id("key", SessionKey.self), of: id, context)
        return Response(status: .noContent)
    }

    @Sendable private func endOthers(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        try FieldReader(try await request.optionalJSON(maximum: 8_192)).finish()
        try await own.endOthers(of: id, context)
        return Response(status: .noContent)
    }

    @Sendable private func handBack(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        let reader = FieldReader(try await request.optionalJSON(maximum: 8_192))
        let reason = reader.optionalText("reason", in: 1...1_000)
        try reader.finish()
        let actor = AuditActor(try context.require(), reference: context.reference)
        try await house.database.transaction(.service) { try await keep.handBack(id, because: reason, actor, in: $0) }
        return Response(status: .noContent)
    }
}
