import Database
import Hummingbird
import Models
import ServiceKit

/// The JSON API of simple questions.
struct ConsultationRoutes: Sendable {
    let house: House
    let desk: ConsultationDesk
    let give: GiveConsultation

    func add(to router: Router<ServiceContext>) {
        router.post("/api/v1/consultations", use: post)
        router.get("/api/v1/consultations", use: list)
        router.get("/api/v1/consultations/{consultation}", use: get)
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let draft = try ConsultationDraft(try await request.json(maximum: 65_536), rules: house.rules, today: house.clock.today)
        return try await context.idempotent(request, house.database, identity.scope) { transaction in
            let new = try await give(draft, by: Actor(identity, reference: context.reference), in: transaction)
            return try .json(GivenConsultationView(new), status: .created, location: "/api/v1/consultations/\(new.id)")
        }
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        let page = reader.page(keys: 2)
        try reader.finish()
        let found = try await desk.list(page, for: identity, by: Actor(identity, reference: context.reference))
        return try .json(Page(found.map(ConsultationSummaryView.init), page) { Cursor(Cursor.key($0.recordedAt), $0.id.description) })
    }

    @Sendable private func get(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let found = try await desk.view(try context.id("consultation"), for: identity, by: Actor(identity, reference: context.reference))
        return try .json(ConsultationView(found))
    }
}
