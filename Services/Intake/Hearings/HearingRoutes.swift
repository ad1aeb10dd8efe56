import Hummingbird
import Models
import ServiceKit

/// The JSON API of the hearings of a case.
struct HearingRoutes: Sendable {
    private static let largestBody = 65_536

    let house: House
    let work: WorkDesk
    let hearings: HearingStore
    let keep: KeepHearing

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases/{id}/hearings", use: list)
        router.post("/api/v1/cases/{id}/hearings", use: schedule)
        router.get("/api/v1/cases/{id}/hearings/{hearing}", use: get)
        router.patch("/api/v1/cases/{id}/hearings/{hearing}", use: change)
        router.post("/api/v1/cases/{id}/hearings/{hearing}/outcome", use: end)
        router.post("/api/v1/cases/{id}/hearings/{hearing}/withdrawal", use: withdraw)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (_, found) = try await work.read(context, part: "hearings") { try await hearings.list(of: $0.id, in: $1) }
        return try .json(Page(items: found.map { HearingView($0, house.rules) }, next: nil))
    }

    @Sendable private func get(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.id("hearing", HearingID.self)
        let (_, found) = try await work.read(context, part: "hearings") { try await hearings.find(id, of: $0.id, in: $1) }
        guard let found else { throw Problem.notFound() }
        return try answer(found)
    }

    @Sendable private func schedule(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: Self.largestBody)
        return try await work.change(request, context) { change in
            let draft = try HearingDraft(body, of: change.record, rules: house.rules, today: house.clock.today)
            let id = try keep.schedule(draft, on: change.record, by: change.actor, in: change.transaction)
            return try .json(
                ["id": id.description], status: .created, location: "/api/v1/cases/\(change.record.id)/hearings/\(id)")
        }
    }

    /// Takes the whole of it: what is left out is emptied.
    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: Self.largestBody)
        return try await act(request, context) { hearing, change in
            let draft = try HearingDraft(body, of: change.record, rules: house.rules, today: house.clock.today)
            try keep.change(hearing, to: draft, on: change.record, by: change.actor, in: change.transaction)
        }
    }

    @Sendable private func end(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: Self.largestBody)
        return try await act(request, context) { hearing, change in
            let outcome = try HearingOutcome(body, of: hearing, now: house.clock.now)
            _ = try keep.end(hearing, outcome, on: change.record, by: change.actor, in: change.transaction)
        }
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let reader = FieldReader(try await request.json(maximum: Self.largestBody))
        let reason = reader.text("reason", in: 1...500)
        try reader.finish()
        return try await act(request, context) { hearing, change in
            try keep.withdraw(hearing, because: reason, on: change.record, by: change.actor, in: change.transaction)
        }
    }

    /// Changes a hearing whose present version the caller has seen, and answers how it stands then.
    private func act(
        _ request: Request, _ context: ServiceContext, _ apply: (Hearing, WorkDesk.Change) async throws -> Void
    ) async throws -> Response {
        let id = try context.id("hearing", HearingID.self)
        return try await work.change(request, context) { change in
            guard let hearing = try await hearings.find(id, of: change.record.id, in: change.transaction) else { throw Problem.notFound() }
            try request.requireMatch(version: hearing.version)
            try await apply(hearing, change)
            guard let changed = try await hearings.find(id, of: change.record.id, in: change.transaction) else { throw Problem.notFound() }
            return try answer(changed)
        }
    }

    private func answer(_ hearing: Hearing) throws -> Response {
        try .json(HearingView(hearing, house.rules), etag: ETag(version: hearing.version))
    }
}
