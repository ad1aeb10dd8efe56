import Database
import Directory
import Hummingbird
import Models
import Outbox
import Pages
import Rules
import ServiceKit

/// `/document-templates`: a centre's own layouts of the printed forms, with their history; looked at before they are kept.
struct LayoutPages: Sendable {
    private static let largestForm = 400_000

    let house: House
    let renderer: PageRenderer
    let directory: Directory
    let desk: DocumentDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/document-templates", use: list)
        router.get("/document-templates/{form}", use: show)
        router.post("/document-templates/{form}", use: save)
        router.post("/document-templates/{form}/preview", use: preview)
        router.post("/document-templates/{form}/removal", use: remove)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (_, organisation) = try keeper(context)
        let own = try await house.database.transaction(try context.require().scope) {
            try await desk.store.layouts(of: organisation, in: $0)
        }
        let page = LayoutListPage(pack: desk.pack, own: own, t: renderer.sentences(context.language))
        return try renderer.page("intake-layouts", page, title: "layouts_title", request, context)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context, failed: nil)
    }

    private func page(_ request: Request, _ context: ServiceContext, failed: (typed: JSONValue, problem: Problem)?) async throws -> Response
    {
        let (form, organisation) = try keeper(context, form: true)
        guard let form else { throw Problem.notFound() }
        let reader = FieldReader(try request.queryTree(), ignoring: ["notice"])
        let shown = reader.optionalInt("version", in: 0...100_000)
        try reader.finish()
        let versions = try await house.database.transaction(try context.require().scope) {
            try await desk.store.layouts(of: form.key, organisation, in: $0)
        }
        let t = renderer.sentences(context.language)
        let chosen = shown.flatMap { number in versions.first { $0.version == number } } ?? versions.first
        let text = chosen?.text ?? desk.layouts.text(of: form)
        let model = LayoutPage(
            printed: form, pack: desk.pack, versions: versions, parts: desk.layouts.check.parts.sorted(),
            form: failed.map { Form(t, values: $0.typed, errors: $0.problem.errors) } ?? Form(t, values: .object(["text": .field(text)])))
        return try renderer.page(
            "intake-layout", model, title: .text(form.title.text(context.language.rawValue)), context: PageContext(request, context),
            status: failed == nil ? .ok : .unprocessableContent)
    }

    @Sendable private func save(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await submit(request, context) { form, text, version, identity in
            try await keep(text, after: version, of: form, identity, context, "document.layout-changed")
            return renderer.redirect(to: "/document-templates/\(form.key)", notice: "notice_layout_saved")
        }
    }

    @Sendable private func preview(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await submit(request, context) { form, text, _, _ in try desk.preview(form, text, context.language).answer(renderer) }
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (form, _) = try keeper(context, form: true)
        guard let form else { throw Problem.notFound() }
        let reader = FieldReader(try await request.form(maximum: 4_096).withoutFormKey)
        let version = reader.int("version", in: 0...100_000)
        try reader.finish()
        try await keep(nil, after: version, of: form, try context.require(), context, "document.layout-reset")
        return renderer.redirect(to: "/document-templates/\(form.key)", notice: "notice_layout_reset")
    }

    /// Reads a layout and does something with it where it is sound; else says what is wrong, line by line.
    private func submit(
        _ request: Request, _ context: ServiceContext, _ apply: (PrintedForm, String, Int, Identity) async throws -> Response
    ) async throws -> Response {
        let (form, _) = try keeper(context, form: true)
        guard let form else { throw Problem.notFound() }
        let typed = try await request.form(maximum: Self.largestForm)
        do {
            let reader = FieldReader(typed.withoutFormKey)
            let text = reader.text("text", in: 1...LayoutCheck.largest)
            let version = reader.int("version", in: 0...100_000)
            if reader.isSound("text") {
                for fault in desk.layouts.check.faults(in: text).prefix(20) {
                    reader.fail(FieldError("/text", code: "faulty_layout", message: fault.text))
                }
            }
            try reader.finish()
            return try await apply(form, text, version, try context.require())
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await page(request, context, failed: (typed, problem))
        }
    }

    private func keep(
        _ text: String?, after version: Int, of form: PrintedForm, _ identity: Identity, _ context: ServiceContext, _ action: String
    ) async throws {
        let (_, organisation) = try keeper(context)
        let actor = Actor(identity, reference: context.reference)
        let now = house.clock.now
        try await house.database.transaction(identity.scope) { transaction in
            guard let province = try await directory.organisation(organisation, in: transaction)?.province else { throw Problem.notFound() }
            let latest = try await desk.store.layouts(of: form.key, organisation, in: transaction).first?.version ?? 0
            guard latest == version,
                try await desk.store.add(
                    text, after: version, of: form.key, organisation, province, by: actor.name, at: now, in: transaction)
            else { throw Problem.preconditionFailed() }
            try transaction.audit(
                actor.entry(
                    action, "organisation", organisation.uuid, organisation, details: ["form": form.key, "version": String(version + 1)]),
                at: now)
        }
    }

    /// Whose layouts they are, and which form is meant.
    private func keeper(_ context: ServiceContext, form: Bool = false) throws -> (PrintedForm?, OrganisationID) {
        guard let organisation = try context.require().organisation else { throw Problem.notFound() }
        return (form ? context.parameters.get("form").flatMap { desk.pack[$0] } : nil, organisation)
    }
}
