import Database
import HTTPTypes
import Hummingbird
import Models
import ServiceKit

/// The JSON API of saved searches.
struct SavedSearchRoutes: Sendable {
    let house: House
    let keep: KeepSearch

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/case-searches", use: list)
        router.post("/api/v1/case-searches", use: post)
        router.delete("/api/v1/case-searches/{search}", use: remove)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let found = try await house.database.transaction(identity.scope) {
            try await keep.searches.list(of: identity.subject, in: $0)
        }
        return try .json(["items": found])
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let draft = try await keep.draft(try await request.json(maximum: 16_384), for: identity)
        return try await context.idempotent(request, house.database, identity.scope) { transaction in
            let kept = try await keep.keep(draft, for: identity, by: Actor(identity, reference: context.reference), in: transaction)
            return try .json(kept, status: .created)
        }
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.uuid("search")
        try await house.database.transaction(identity.scope) { transaction in
            try await keep.remove(id, for: identity, by: Actor(identity, reference: context.reference), in: transaction)
        }
        return Response(status: .noContent)
    }
}
