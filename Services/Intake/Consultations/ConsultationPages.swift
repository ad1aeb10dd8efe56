import Database
import Directory
import Hummingbird
import Models
import Pages
import ServiceKit

/// `/requests/consultations`: the book of simple questions, the form of a new one, and each of them.
struct ConsultationPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let directory: Directory
    let desk: ConsultationDesk
    let give: GiveConsultation

    func add(to router: Router<ServiceContext>) {
        router.get("/requests/consultations", use: list)
        router.post("/requests/consultations", use: post)
        router.get("/requests/consultations/{consultation}", use: show)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context, values: .null, errors: [])
    }

    private func page(_ request: Request, _ context: ServiceContext, values: JSONValue, errors: [FieldError]) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree(), ignoring: ["notice"])
        let page = reader.page(keys: 2)
        try reader.finish()
        // A form that comes back wrong shows the book to nobody who may not read it.
        let found =
            identity.may(.readRequests)
            ? try await desk.list(page, for: identity, by: Actor(identity, reference: context.reference)) : nil
        let organisations = try await house.database.transaction(identity.scope) {
            try await directory.receiving(within: identity.scope, in: $0)
        }
        let model = ConsultationListPage(
            found: found, page: page, form: Form(renderer.sentences(context.language), values: values, errors: errors), rules: house.rules,
            organisations: organisations, mayEnter: identity.may(.enterRequests), today: house.clock.today)
        return try renderer.page(
            "intake-consultations", model, title: "consultations_title", request, context,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let typed = try await request.form(maximum: 65_536)
        do {
            let draft = try ConsultationDraft(typed.withoutFormKey.joiningDates, rules: house.rules, today: house.clock.today)
            return try await context.idempotent(request, house.database, identity.scope, key: typed.formKey) { transaction in
                _ = try await give(draft, by: Actor(identity, reference: context.reference), in: transaction)
                return renderer.redirect(to: "/requests/consultations", notice: "notice_consultation_given")
            }
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await page(request, context, values: typed, errors: problem.errors)
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let found = try await desk.view(try context.id("consultation"), for: identity, by: Actor(identity, reference: context.reference))
        let t = renderer.sentences(context.language)
        let model: [String: Any] = ["facts": ConsultationListPage.facts(of: found, t)]
        return try renderer.page("intake-consultation", model, title: .text(found.clientName), request, context)
    }
}
