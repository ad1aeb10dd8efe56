import Database
import Hummingbird
import Models
import ServiceKit

/// The JSON API of alerts.
struct AlertRoutes: Sendable {
    private static let largestBody = 4_096

    let database: Database
    let desk: AlertDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/alerts", use: list)
        router.post("/api/v1/alerts/{id}/acknowledgement", use: acknowledge)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        let filter = AlertFilter(reader)
        let page = reader.page(keys: 1)
        try reader.finish()
        let found = try await desk.list(filter, page, for: identity, reference: context.reference)
        return try .json(Page(found.map(AlertView.init), page) { Cursor($0.id.description) })
    }

    @Sendable private func acknowledge(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", AlertID.self)
        try FieldReader(try await request.optionalJSON(maximum: Self.largestBody)).finish()
        let scope = try await desk.scope(for: id, of: identity)
        return try await context.idempotent(request, database, scope) { transaction in
            let alert = try await desk.acknowledge(
                id, by: identity, reference: context.reference, version: request.checkMatch, in: transaction)
            return try .json(AlertView(alert), etag: ETag(version: alert.version))
        }
    }
}
