import HTTPTypes
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/cases/{id}/hearings`: the panel of a case's hearings with the form of a new one, and the page of each.
struct HearingPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let work: WorkDesk
    let hearings: HearingStore
    let keep: KeepHearing

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/{id}/hearings", use: list)
        router.post("/cases/{id}/hearings", use: schedule)
        router.get("/cases/{id}/hearings/{hearing}", use: show)
        router.post("/cases/{id}/hearings/{hearing}", use: change)
        router.post("/cases/{id}/hearings/{hearing}/outcome", use: end)
        router.post("/cases/{id}/hearings/{hearing}/withdrawal", use: withdraw)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await panel(request, context, form: nil)
    }

    private func panel(_ request: Request, _ context: ServiceContext, form: Form?) async throws -> Response {
        let identity = try context.require()
        let (record, found) = try await work.read(context, part: "hearings") { try await hearings.list(of: $0.id, in: $1) }
        let t = renderer.sentences(context.language)
        let model = HearingPanel(
            record: record, hearings: found, rules: house.rules, now: house.clock.now,
            mayWork: identity.may(.workOnCases) && !record.state.hasEnded, form: form ?? Form(t))
        return try renderer.panel(
            "intake-hearings", model, title: .text(t("hearings_title_of", ["code": record.code])), request, context,
            status: form == nil ? .ok : .unprocessableContent)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context, failed: nil)
    }

    private func page(_ request: Request, _ context: ServiceContext, failed: (typed: JSONValue, problem: Problem)?) async throws -> Response
    {
        let identity = try context.require()
        let id = try context.id("hearing", HearingID.self)
        let (record, found) = try await work.read(context, part: "hearings") { record, transaction in
            (try await hearings.find(id, of: record.id, in: transaction), try await hearings.changes(of: id, in: transaction))
        }
        guard let hearing = found.0 else { throw Problem.notFound() }
        let t = renderer.sentences(context.language)
        let model = HearingPage(
            record: record, hearing: hearing, changes: found.1, rules: house.rules, now: house.clock.now,
            mayWork: identity.may(.workOnCases) && hearing.state == .scheduled && !record.state.isSettled,
            hasMoved: failed?.problem.isMoved ?? false,
            form: failed.map { Form(t, failed: hearing.asForm.overlaid(by: $0.typed), $0.problem) } ?? Form(t, values: hearing.asForm))
        return try renderer.page(
            "intake-hearing", model, title: .text(hearing.title(house.rules).text(context.language.rawValue)),
            context: PageContext(request, context), status: failed?.problem.status ?? .ok)
    }

    @Sendable private func schedule(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        do {
            return try await work.change(request, context, key: typed.formKey) { change in
                let draft = try HearingDraft(
                    typed.withoutFormKey.joiningDates.joiningHours, of: change.record, rules: house.rules, today: house.clock.today)
                let id = try keep.schedule(draft, on: change.record, by: change.actor, in: change.transaction)
                return renderer.redirect(to: "/cases/\(change.record.id)/hearings/\(id)", notice: "notice_hearing_scheduled")
            }
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await panel(request, context, form: Form(renderer.sentences(context.language), failed: typed, problem))
        }
    }

    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context, notice: "notice_hearing_changed") { typed, hearing, change in
            let draft = try HearingDraft(typed, of: change.record, rules: house.rules, today: house.clock.today)
            try keep.change(hearing, to: draft, on: change.record, by: change.actor, in: change.transaction)
        }
    }

    @Sendable private func end(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context, notice: "notice_hearing_ended") { typed, hearing, change in
            let outcome = try HearingOutcome(typed, of: hearing, now: house.clock.now)
            _ = try keep.end(hearing, outcome, on: change.record, by: change.actor, in: change.transaction)
        }
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context, notice: "notice_hearing_withdrawn") { typed, hearing, change in
            let reader = FieldReader(typed)
            let reason = reader.text("reason", in: 1...500)
            try reader.finish()
            try keep.withdraw(hearing, because: reason, on: change.record, by: change.actor, in: change.transaction)
        }
    }

    /// Changes a hearing as the form saw it; where somebody changed it meanwhile, it comes back as it was typed, with 412.
    private func act(
        _ request: Request, _ context: ServiceContext, notice: String,
        _ apply: (JSONValue, Hearing, WorkDesk.Change) async throws -> Void
    ) async throws -> Response {
        let id = try context.id("hearing", HearingID.self)
        let typed = try await request.form(maximum: 65_536)
        do {
            return try await work.change(request, context, key: typed.formKey) { change in
                guard let hearing = try await hearings.find(id, of: change.record.id, in: change.transaction) else {
                    throw Problem.notFound()
                }
                let (fields, version) = typed.withoutFormKey.joiningDates.joiningHours.takingVersion
                guard version == nil || version == hearing.version else { throw Problem.preconditionFailed() }
                try await apply(fields, hearing, change)
                return renderer.redirect(to: "/cases/\(change.record.id)/hearings", notice: notice)
            }
        } catch let problem as Problem where problem.bringsFormBack {
            return try await page(request, context, failed: (typed, problem))
        }
    }
}
