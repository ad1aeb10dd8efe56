import Hummingbird
import Models
import Pages
import ServiceKit

/// `/cases/{id}/register`: the entry of a case in the register, with what stood there before, and the form by which it is corrected.
struct RegisterCorrectionPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let work: WorkDesk
    let requests: RequestStore
    let corrections: RegisterCorrectionStore
    let correct: CorrectRegister

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/{id}/register", use: show)
        router.post("/cases/{id}/register", use: post)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await panel(request, context, form: nil)
    }

    private func panel(_ request: Request, _ context: ServiceContext, form: Form?) async throws -> Response {
        let identity = try context.require()
        let (record, (entry, found)) = try await work.read(context, part: "register") { record, transaction in
            (
                try await requests.find(record.request, in: transaction),
                try await corrections.list(of: record.id, in: transaction)
            )
        }
        guard let entry else { throw Problem.notFound() }
        let t = renderer.sentences(context.language)
        let panel = RegisterEntryPanel(
            record: record, request: entry, corrections: found, reader: identity, rules: house.rules,
            mayCorrect: identity.may(.decideRequests),
            form: form ?? Form(t, values: RegisterEntryPanel.values(of: entry, countedAs: record.countedAs, for: identity)))
        return try renderer.panel(
            "intake-register-entry", panel, title: .text(t("register_entry_title_of", ["code": record.code])), request, context,
            status: form == nil ? .ok : .unprocessableContent)
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        do {
            let draft = try RegisterCorrectionDraft(
                typed.withoutFormKey.joiningDates, rules: house.rules, today: house.clock.today)
            return try await work.change(request, context, key: typed.formKey) { change in
                _ = try await correct(draft, on: change.record, by: change.actor, in: change.transaction)
                return renderer.redirect(to: "/cases/\(change.record.id)/register", notice: "notice_register_corrected")
            }
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await panel(
                request, context, form: Form(renderer.sentences(context.language), values: typed, errors: problem.errors))
        }
    }
}
