import Hummingbird
import Models
import ServiceKit

/// The JSON API of the work on a case: its entries with their corrections.
struct WorkRoutes: Sendable {
    private static let largestBody = 65_536

    let house: House
    let work: WorkDesk
    let progress: ProgressStore
    let correct: CorrectProgress

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases/{id}/progress", use: list)
        router.post("/api/v1/cases/{id}/progress/{entry}/correction", use: change)
        router.post("/api/v1/cases/{id}/progress/{entry}/withdrawal", use: withdraw)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (_, found) = try await work.read(context, part: "work") { try await progress.list(of: $0.id, in: $1) }
        return try .json(Page(items: found.map(ProgressView.init), next: nil))
    }

    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.uuid("entry")
        let body = try await request.json(maximum: Self.largestBody)
        return try await work.change(request, context) { change in
            let correction = try Correction(body, of: change.record, rules: house.rules, today: house.clock.today)
            let new = try await correct.correct(
                id, to: correction.entry, because: correction.reason, on: change.record, by: change.actor, for: change.identity,
                in: change.transaction)
            return try .json(["id": new.text], status: .created)
        }
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.uuid("entry")
        let reader = FieldReader(try await request.json(maximum: Self.largestBody))
        let reason = reader.text("reason", in: 1...500)
        try reader.finish()
        return try await work.change(request, context) { change in
            try await correct.withdraw(
                id, because: reason, on: change.record, by: change.actor, for: change.identity, in: change.transaction)
            return Response(status: .noContent)
        }
    }
}
