import Hummingbird
import Models
import Rules
import ServiceKit

/// The JSON API of the pay of a case.
struct PayRoutes: Sendable {
    let house: House
    let work: WorkDesk
    let desk: PayDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases/{id}/pay", use: show)
        router.post("/api/v1/cases/{id}/pay-terms", use: choose)
        router.post("/api/v1/cases/{id}/time-appraisals", use: appraise)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (_, sheet) = try await work.read(context, part: "pay") { try await desk.sheet(of: $0, in: $1) }
        return try .json(PayView(sheet, house.rules, today: house.clock.today), etag: ETag(version: sheet.record.version))
    }

    @Sendable private func choose(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: 4_096)
        return try await work.change(request, context) { change in
            try await desk.choose(body, for: change)
            return try await answer(change)
        }
    }

    @Sendable private func appraise(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: 1_048_576)
        return try await work.change(request, context) { change in
            // What is entered or corrected after it was read is not accepted unseen.
            try request.requireMatch(version: change.record.version)
            _ = try await desk.appraise(body, for: change)
            return try await answer(change)
        }
    }

    private func answer(_ change: WorkDesk.Change) async throws -> Response {
        let sheet = try await desk.sheet(of: change.record, in: change.transaction)
        return try .json(PayView(sheet, house.rules, today: house.clock.today), status: .created)
    }
}
