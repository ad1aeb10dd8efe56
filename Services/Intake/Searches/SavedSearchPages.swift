import Database
import Hummingbird
import Models
import Pages
import ServiceKit

/// The forms above the register by which its searches are saved and removed; they work without scripts.
struct SavedSearchPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let keep: KeepSearch

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/searches", use: list)
        router.post("/cases/searches", use: save)
        router.post("/cases/searches/{search}/removal", use: remove)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context, Form(renderer.sentences(context.language), values: try request.queryTree()))
    }

    private func page(_ request: Request, _ context: ServiceContext, _ form: Form) async throws -> Response {
        let identity = try context.require()
        let found = try await house.database.transaction(identity.scope) {
            try await keep.searches.list(of: identity.subject, in: $0)
        }
        let model = SavedSearchPage(found: found, form: form)
        return try renderer.page(
            "intake-searches", model, title: "searches_title", request, context,
            status: model.failed ? .unprocessableContent : .ok)
    }

    @Sendable private func save(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let typed = try await request.form(maximum: 16_384)
        let actor = Actor(identity, reference: context.reference)
        do {
            let draft = try await keep.draft(typed.withoutFormKey, for: identity)
            return try await context.idempotent(request, house.database, identity.scope, key: typed.formKey) { transaction in
                let kept = try await keep.keep(draft, for: identity, by: actor, in: transaction)
                return renderer.redirect(to: "/cases?saved=\(kept.id.text)", notice: "notice_search_saved")
            }
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await page(
                request, context, Form(renderer.sentences(context.language), values: typed, errors: problem.errors))
        }
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.uuid("search")
        try await house.database.transaction(identity.scope) { transaction in
            try await keep.remove(id, for: identity, by: Actor(identity, reference: context.reference), in: transaction)
        }
        return renderer.redirect(to: "/cases/searches", notice: "notice_search_removed")
    }
}
