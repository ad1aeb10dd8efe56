import Hummingbird
import Models
import ServiceKit

/// The JSON API by which an undecided request is corrected and completed.
struct RequestCorrectionRoutes: Sendable {
    let house: House
    let requests: RequestStore
    let view: ViewRequest
    let correct: CorrectRequest

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/requests/{id}/corrections", use: list)
        router.post("/api/v1/requests/{id}/corrections", use: post)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let seen = try await view.whole(try context.id("id"), for: identity, by: Actor(identity, reference: context.reference))
        return try .json(["items": seen.corrections.map { $0.seen(by: identity) }])
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", RequestID.self)
        let body = try await request.json(maximum: RequestForms.largestBody)
        return try await context.idempotent(request, house.database, identity.scope) { transaction in
            guard let record = try await requests.find(id, locked: true, in: transaction) else { throw Problem.notFound() }
            try request.requireMatch(version: record.version)
            let actor = Actor(identity, reference: context.reference)
            try await correct(body, on: record, as: identity, by: actor, in: transaction)
            let changed = try await view.file(id, in: transaction)
            return try .json(RequestView(changed, for: identity), etag: ETag(version: changed.record.version))
        }
    }
}
