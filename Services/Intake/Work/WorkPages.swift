import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/cases/{id}/work`: the panel of what was done on a case, and the page on which an entry is corrected.
struct WorkPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let work: WorkDesk
    let progress: ProgressStore
    let correct: CorrectProgress
    let record: RecordProgress
    let pay: PayDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/{id}/work", use: show)
        router.post("/cases/{id}/work", use: enter)
        router.get("/cases/{id}/work/{entry}", use: edit)
        router.post("/cases/{id}/work/{entry}", use: change)
        router.post("/cases/{id}/work/{entry}/withdrawal", use: withdraw)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await panel(request, context, form: nil)
    }

    private func panel(_ request: Request, _ context: ServiceContext, form: Form?) async throws -> Response {
        let identity = try context.require()
        let isOwn = identity.reach(.workOnCases) == .own
        let (record, (entries, helpers)) = try await work.read(context, part: "work") { shown, transaction in
            (
                try await progress.list(of: shown.id, in: transaction),
                isOwn ? [] : try await pay.sheet(of: shown, in: transaction).everyone
            )
        }
        let t = renderer.sentences(context.language)
        let model = WorkPanel(
            record: record, entries: entries, helpers: helpers, rules: house.rules, today: house.clock.today,
            mayCorrect: { identity.may(.workOnCases) && !record.state.isSettled && $0.mayBeCorrected(by: identity) },
            mayWork: identity.may(.workOnCases) && record.state.isOpen, form: form ?? Form(t))
        return try renderer.panel(
            "intake-work", model, title: .text(t("work_title_of", ["code": record.code])), request, context,
            status: form == nil ? .ok : .unprocessableContent)
    }

    @Sendable private func enter(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        do {
            return try await work.change(request, context, key: typed.formKey) { change in
                let fields = typed.withoutFormKey.joiningDates.splittingHalfDay
                let entry = try RecordProgress.Entry(fields, of: change.record, rules: house.rules, today: house.clock.today)
                _ = try await record(entry, on: change.record, by: change.actor, for: change.identity, in: change.transaction)
                return renderer.redirect(to: "/cases/\(change.record.id)/work", notice: "notice_progress_recorded")
            }
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await panel(
                request, context, form: Form(renderer.sentences(context.language), values: typed, errors: problem.errors))
        }
    }

    @Sendable private func edit(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context, failed: nil)
    }

    private func page(_ request: Request, _ context: ServiceContext, failed: (typed: JSONValue, problem: Problem)?) async throws -> Response
    {
        let id = try context.uuid("entry")
        let identity = try context.require()
        let (record, entry) = try await work.read(context, part: "work") { try await progress.find(id, of: $0.id, in: $1) }
        guard let entry else { throw Problem.notFound() }
        let t = renderer.sentences(context.language)
        let open = entry.superseded == nil && !record.state.isSettled && entry.mayBeCorrected(by: identity)
        let model = CorrectionPage(
            record: record, entry: entry, rules: house.rules, today: house.clock.today, mayCorrect: open,
            form: failed.map { Form(t, values: entry.asForm.overlaid(by: $0.typed), errors: $0.problem.errors) }
                ?? Form(t, values: entry.asForm))
        return try renderer.page(
            "intake-correction", model, title: "correction_title", context: PageContext(request, context),
            status: failed == nil ? .ok : .unprocessableContent)
    }

    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.uuid("entry")
        return try await submit(request, context, notice: "notice_progress_corrected") { typed, change in
            let correction = try Correction(typed.splittingHalfDay, of: change.record, rules: house.rules, today: house.clock.today)
            _ = try await correct.correct(
                id, to: correction.entry, because: correction.reason, on: change.record, by: change.actor, for: change.identity,
                in: change.transaction)
        }
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.uuid("entry")
        return try await submit(request, context, notice: "notice_progress_withdrawn") { typed, change in
            let reader = FieldReader(typed)
            let reason = reader.text("withdrawal", in: 1...500)
            try reader.finish()
            try await correct.withdraw(
                id, because: reason, on: change.record, by: change.actor, for: change.identity, in: change.transaction)
        }
    }

    private func submit(
        _ request: Request, _ context: ServiceContext, notice: String, _ apply: (JSONValue, WorkDesk.Change) async throws -> Void
    ) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        do {
            return try await work.change(request, context, key: typed.formKey) { change in
                try await apply(typed.withoutFormKey.joiningDates, change)
                return renderer.redirect(to: "/cases/\(change.record.id)/work", notice: notice)
            }
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await page(request, context, failed: (typed, problem))
        }
    }
}
