import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/cases/{id}/advice-extension`, page and JSON API: until when written advice is due, and the longer limit.
struct AdviceRoutes: Sendable {
    let house: House
    let renderer: PageRenderer
    let work: WorkDesk
    let dossier: DossierStore
    let extend: ExtendAdvice

    func add(to router: Router<ServiceContext>) {
        router.post("/api/v1/cases/{id}/advice-extension", use: extendByProgram)
        router.get("/cases/{id}/advice-extension", use: show)
        router.post("/cases/{id}/advice-extension", use: submit)
    }

    @Sendable private func extendByProgram(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: 65_536)
        return try await work.change(request, context) { change in
            try request.requireMatch(version: change.record.version)
            let draft = try AdviceExtensionDraft(body, of: change.record, today: house.clock.today)
            try await extend(draft, on: change.record, by: change.actor, in: change.transaction)
            guard let changed = try await work.desk.cases.find(change.record.id, in: change.transaction) else { throw Problem.notFound() }
            return try .json(CaseSummaryView(changed), etag: ETag(version: changed.version))
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await panel(request, context, failed: nil)
    }

    private func panel(_ request: Request, _ context: ServiceContext, failed: (typed: JSONValue, problem: Problem)?) async throws
        -> Response
    {
        let identity = try context.require()
        let (record, papers) = try await work.read(context, part: "dossier") { try await dossier.papers(of: $0.id, in: $1) }
        let t = renderer.sentences(context.language)
        let model = AdvicePanel(
            record: record, papers: papers, rules: house.rules, mayExtend: identity.may(.decideCases),
            hasMoved: failed?.problem.isMoved ?? false,
            form: failed.map { Form(t, values: $0.typed, errors: $0.problem.errors) } ?? Form(t))
        return try renderer.panel(
            "intake-advice-extension", model, title: .text(t("advice_extension_title_of", ["code": record.code])), request, context,
            status: failed?.problem.status ?? .ok)
    }

    @Sendable private func submit(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        do {
            return try await work.change(request, context, key: typed.formKey) { change in
                try typed.checkSeen(change.record.version)
                let draft = try AdviceExtensionDraft(
                    typed.withoutFormKey.withoutSeen.joiningDates, of: change.record, today: house.clock.today)
                try await extend(draft, on: change.record, by: change.actor, in: change.transaction)
                return renderer.redirect(to: "/cases/\(change.record.id)/advice-extension", notice: "notice_advice_extended")
            }
        } catch let problem as Problem where problem.bringsFormBack {
            return try await panel(request, context, failed: (typed, problem))
        }
    }
}
