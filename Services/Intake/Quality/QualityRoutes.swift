import Database
import Hummingbird
import Models
import Rules
import ServiceKit

/// The JSON API of quality.
struct QualityRoutes: Sendable {
    let house: House
    let desk: QualityDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases/{id}/quality", use: show)
        router.post("/api/v1/cases/{id}/appraisals") { request, context in try await review(request, context, .appraisal) }
        router.post("/api/v1/cases/{id}/evaluations") { request, context in try await review(request, context, .evaluation) }
        router.post("/api/v1/cases/{id}/quality/{round}/reply", use: reply)
        router.post("/api/v1/cases/{id}/success", use: find)
        router.get("/api/v1/quality", use: list)
        router.get("/api/v1/quality/agreement", use: agreement)
        router.get("/api/v1/evaluation-plans", use: plans)
        router.post("/api/v1/evaluation-plans", use: draw)
        router.get("/api/v1/evaluation-plans/{plan}", use: plan)
    }

    static func filter(_ reader: FieldReader, _ rules: RulePacks, today: LegalDate) -> QualityFilter {
        QualityFilter(
            kind: reader.optionalChoice("kind", QualityRound.Kind.self),
            grade: reader.optionalChoice("grade", among: rules.quality(on: today).grades.map(\.key)),
            helper: reader.optionalID("helper", HelperID.self), organisation: reader.optionalID("organisation", OrganisationID.self))
    }

    static func cursor(_ line: QualityLine) -> Cursor { Cursor(Cursor.key(line.round.closedAt ?? line.round.openedAt), line.round.id.text) }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try .json(QualityView(try await desk.sheet(context), house.rules, today: house.clock.today))
    }

    private func review(_ request: Request, _ context: ServiceContext, _ kind: QualityRound.Kind) async throws -> Response {
        let body = try await request.json(maximum: 65_536)
        return try await desk.change(request, context) { change in
            try await desk.review(body, kind, for: change)
            return try await answer(change)
        }
    }

    @Sendable private func reply(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: 65_536)
        let round = try context.uuid("round")
        return try await desk.change(request, context) { change in
            try await desk.reply(body, to: round, for: change)
            return try await answer(change)
        }
    }

    @Sendable private func find(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: 65_536)
        return try await desk.change(request, context) { change in
            try desk.find(body, for: change)
            return try await answer(change)
        }
    }

    private func answer(_ change: WorkDesk.Change) async throws -> Response {
        let sheet = try await desk.sheet(of: change.record, for: change.actor.subject, in: change.transaction)
        return try .json(QualityView(sheet, house.rules, today: house.clock.today), status: .created)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        let filter = Self.filter(reader, house.rules, today: house.clock.today)
        let page = reader.page(keys: 2)
        try reader.finish()
        let found = try await desk.list(filter, page, for: identity, by: Actor(identity, reference: context.reference))
        let next = found.lines.count > page.limit ? found.lines.prefix(page.limit).last.map(Self.cursor) : nil
        return try .json(Page(items: found.lines.prefix(page.limit).map(QualityLineView.init), next: next))
    }

    @Sendable private func agreement(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        let filter = Self.filter(reader, house.rules, today: house.clock.today)
        try reader.finish()
        let found = try await desk.list(
            filter, PageRequest(limit: 1), for: identity, by: Actor(identity, reference: context.reference))
        return try .json(found.agreement)
    }

    @Sendable private func plans(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let found = try await house.database.transaction(identity.scope) { try await desk.plans.list(in: $0) }
        return try .json(Page(items: found.map { PlanView($0) }, next: nil))
    }

    @Sendable private func draw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let plan = try NewPlan(try await request.json(maximum: 8_192), for: identity, rules: house.rules, today: house.clock.today)
        let actor = Actor(identity, reference: context.reference)
        return try await context.idempotent(request, house.database, .service) { transaction in
            let id = try await desk.draw(plan, by: actor, in: transaction)
            return try .json(["id": id.text], status: .created)
        }
    }

    @Sendable private func plan(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        return try .json(
            PlanView(try await desk.plan(context.uuid("plan"), for: identity, by: Actor(identity, reference: context.reference))))
    }
}
