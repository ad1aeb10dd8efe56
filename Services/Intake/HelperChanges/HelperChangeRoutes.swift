import Hummingbird
import Models
import ServiceKit

/// The JSON API of clients' requests for another helper.
struct HelperChangeRoutes: Sendable {
    let house: House
    let work: WorkDesk
    let changes: HelperChangeStore
    let keep: KeepHelperChange

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases/{id}/helper-changes", use: list)
        router.post("/api/v1/cases/{id}/helper-changes", use: ask)
        router.post("/api/v1/cases/{id}/helper-changes/{change}/answer", use: answer)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let found = try await work.read(context, part: "helper-changes") { try await changes.list(of: $0.id, in: $1) }.found
        return try .json(["items": found])
    }

    @Sendable private func ask(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: 65_536)
        return try await work.change(request, context) { change in
            let draft = try HelperChangeDraft(body, of: change.record, today: house.clock.today)
            let id = try await keep.ask(draft, on: change.record, by: change.actor, in: change.transaction)
            guard let kept = try await changes.find(id, of: change.record.id, in: change.transaction) else { throw Problem.notFound() }
            return try .json(kept, status: .created)
        }
    }

    @Sendable private func answer(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: 65_536)
        let id = try context.id("change", HelperChangeID.self)
        return try await work.change(request, context) { change in
            guard let asked = try await changes.find(id, of: change.record.id, in: change.transaction) else { throw Problem.notFound() }
            try request.requireMatch(version: change.record.version)
            let answer = try HelperChangeAnswer(body)
            try keep.answer(asked, answer, on: change.record, by: change.actor, in: change.transaction)
            guard let kept = try await changes.find(id, of: change.record.id, in: change.transaction) else { throw Problem.notFound() }
            return try .json(kept)
        }
    }
}
