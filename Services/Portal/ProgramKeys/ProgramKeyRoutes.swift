import HTTPTypes
import Hummingbird
import Models
import ServiceKit

/// `/api/v1/program-keys` for whoever keeps accounts.
struct ProgramKeyRoutes: Sendable {
    let keys: KeepProgramKeys
    let confirmation: Confirmation

    func add(to router: Router<ServiceContext>) {
        let group = router.group("api/v1/program-keys")
        group.get(use: list)
        group.post(use: confirmation.guardingCall(make))
        group.get("{id}", use: show)
        group.delete("{id}", use: withdraw)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let reader = FieldReader(try request.queryTree())
        let page = reader.page(keys: 2)
        try reader.finish()
        let found = try await keys.list(page, context)
        let now = keys.house.clock.now
        return try .json(Page(found.map { ProgramKeyView($0, at: now) }, page) { Cursor(Cursor.key($0.madeAt), $0.id.description) })
    }

    @Sendable private func make(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let posted = try await request.json(maximum: 16_384)
        let clock = keys.house.clock
        let draft = try ProgramKeyDraft.read(posted, by: try context.require(), on: clock.today)
        let (key, secret) = try await keys.make(draft, context)
        return try .json(
            ProgramKeyView(key, secret: secret, at: clock.now), status: .created, location: "/api/v1/program-keys/\(key.id)")
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let key = try await keys.seen(try context.id("id"), context)
        return try .json(ProgramKeyView(key, at: keys.house.clock.now))
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await keys.withdraw(try context.id("id"), because: nil, context)
        return Response(status: .noContent)
    }
}
