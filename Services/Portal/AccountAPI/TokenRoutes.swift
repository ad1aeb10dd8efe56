import Hummingbird
import Models
import ServiceKit

/// `/api/v1/tokens`: the tokens for scripts that were handed out, for whoever keeps accounts.
struct TokenRoutes: Sendable {
    let house: House
    let tokens: IssuedTokens

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/tokens", use: list)
        router.delete("/api/v1/tokens/{id}", use: withdraw)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        let page = reader.page(keys: 2)
        try reader.finish()
        let found = try await tokens.list(page, by: identity)
        let views = found.tokens.map { TokenView($0, isWithdrawn: found.withdrawn.contains($0.jti)) }
        return try .json(Page(views, page) { Cursor(Cursor.key($0.issuedAt), $0.id.description) })
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        try await tokens.withdraw(try context.id("id"), by: identity, reference: context.reference)
        return Response(status: .noContent)
    }
}
