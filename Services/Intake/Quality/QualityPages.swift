import Database
import Directory
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/cases/{id}/quality`: the score sheets of a case, its criteria of success, the helper's word; `/quality`: all that was scored, and how far reviewers agree;
/// `/quality/plans`: what Sở and Cục evaluate, drawn by chance.
struct QualityPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let desk: QualityDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/{id}/quality") { request, context in try await page(request, context, failed: nil) }
        router.post("/cases/{id}/quality/appraisal") { request, context in
            try await submit(request, context, notice: "notice_quality_scored") { try await desk.review($0, .appraisal, for: $1) }
        }
        router.post("/cases/{id}/quality/evaluation") { request, context in
            try await submit(request, context, notice: "notice_quality_scored") { try await desk.review($0, .evaluation, for: $1) }
        }
        router.post("/cases/{id}/quality/{round}/reply") { request, context in
            let round = try context.uuid("round")
            return try await submit(request, context, notice: "notice_quality_replied") { try await desk.reply($0, to: round, for: $1) }
        }
        router.post("/cases/{id}/quality/success") { request, context in
            try await submit(request, context, notice: "notice_success_found") { try desk.find($0, for: $1) }
        }
        router.get("/quality", use: list)
        router.get("/quality/plans") { request, context in try await plans(request, context, failed: nil) }
        router.post("/quality/plans", use: draw)
        router.get("/quality/plans/{plan}", use: plan)
    }

    private func page(_ request: Request, _ context: ServiceContext, failed: (typed: JSONValue, problem: Problem)?) async throws -> Response
    {
        let identity = try context.require()
        let sheet = try await desk.sheet(context)
        let t = renderer.sentences(context.language)
        let model = QualityPage(
            sheet: sheet, pack: house.rules.quality(on: sheet.record.endedOn ?? house.clock.today), caller: identity,
            form: Form(t, values: failed?.typed ?? .null, errors: failed?.problem.errors ?? []))
        return try renderer.page(
            "intake-quality", model, title: .text(t("quality_title_of", ["code": sheet.record.code])), request, context,
            status: failed == nil ? .ok : .unprocessableContent)
    }

    private func submit(
        _ request: Request, _ context: ServiceContext, notice: String, _ apply: (JSONValue, WorkDesk.Change) async throws -> Void
    ) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        let numbers = Set(house.rules.quality(on: house.clock.today).criteria.map(\.key))
        do {
            return try await desk.change(request, context, key: typed.formKey) { change in
                try await apply(typed.withoutFormKey.readingCommas(in: numbers), change)
                return renderer.redirect(to: "/cases/\(change.record.id)/quality", notice: notice)
            }
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await page(request, context, failed: (typed, problem))
        }
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let tree = try request.queryTree()
        let reader = FieldReader(tree, ignoring: ["notice"])
        let filter = QualityRoutes.filter(reader, house.rules, today: house.clock.today)
        let page = reader.page(keys: 2)
        try reader.finish()
        let found = try await desk.list(filter, page, for: identity, by: Actor(identity, reference: context.reference))
        let t = renderer.sentences(context.language)
        let model = QualityListPage(
            found: found, filter: filter, page: page, pack: house.rules.quality(on: house.clock.today),
            mayPlan: identity.may(.evaluateQuality), form: Form(t, values: tree))
        return try renderer.page("intake-quality-list", model, title: "quality_title", request, context)
    }

    private func plans(_ request: Request, _ context: ServiceContext, failed: (typed: JSONValue, problem: Problem)?) async throws
        -> Response
    {
        let identity = try context.require()
        let found = try await house.database.transaction(identity.scope) { try await desk.plans.list(in: $0) }
        let t = renderer.sentences(context.language)
        let model = PlanListPage(
            plans: found, rules: house.rules, pack: house.rules.quality(on: house.clock.today), isCountry: identity.role == .ministry,
            form: Form(t, values: failed?.typed ?? .null, errors: failed?.problem.errors ?? []))
        return try renderer.page(
            "intake-plans", model, title: "plans_title", request, context, status: failed == nil ? .ok : .unprocessableContent)
    }

    @Sendable private func draw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let typed = try await request.form(maximum: 8_192)
        let actor = Actor(identity, reference: context.reference)
        do {
            let fields = typed.withoutFormKey.joiningDates.readingCommas(in: ["percent"])
            let plan = try NewPlan(fields, for: identity, rules: house.rules, today: house.clock.today)
            return try await context.idempotent(request, house.database, .service, key: typed.formKey) { transaction in
                let id = try await desk.draw(plan, by: actor, in: transaction)
                return renderer.redirect(to: "/quality/plans/\(id.text)", notice: "notice_plan_drawn")
            }
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await plans(request, context, failed: (typed, problem))
        }
    }

    @Sendable private func plan(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let drawn = try await desk.plan(context.uuid("plan"), for: identity, by: Actor(identity, reference: context.reference))
        let model = PlanPage(
            drawn: drawn, pack: house.rules.quality(on: house.clock.today), t: renderer.sentences(context.language))
        return try renderer.page("intake-plan", model, title: .text(drawn.plan.title), request, context)
    }
}
