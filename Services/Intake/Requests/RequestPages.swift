import Crypto
import Database
import Directory
import Foundation
import Hummingbird
import Models
import Outbox
import Pages
import ServiceKit

/// The pages of requests: the form for the public and for staff, and the list.
struct RequestPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let requests: RequestStore
    let view: ViewRequest
    let directory: Directory
    let receive: ReceiveRequest

    func add(to router: Router<ServiceContext>) {
        router.get("/requests/new", use: form)
        router.post("/requests/new", use: post)
        router.get("/requests", use: list)
        router.get("/requests/{id}", use: show)
    }

    @Sendable private func form(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context, values: .null, errors: [])
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        do {
            let draft = try RequestDraft(
                document(typed.withoutFormKey.joiningDates, context), limits: RequestDraft.Limits(rules: house.rules, now: house.clock.now))
            return try await take(draft, key: typed.formKey, request, context)
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await page(request, context, values: typed, errors: problem.errors)
        }
    }

    /// The public asks online and decides nothing; staff may.
    private func document(_ tree: JSONValue, _ context: ServiceContext) -> JSONValue {
        guard case .object(var members) = tree, context.identity == nil else { return tree }
        members["channel"] = .field(Channel.online.rawValue)
        members["decision"] = .null
        members["received_at"] = .null
        return .object(members)
    }

    /// Takes the request in once for each form that was shown, and answers where it went.
    private func take(_ draft: RequestDraft, key: String?, _ request: Request, _ context: ServiceContext) async throws -> Response {
        guard let identity = context.identity else {
            try await PublicThrottle(database: house.database, clock: house.clock).admit(context.client)
            return try await context.idempotent(request, house.database, .organisations([draft.centre]), key: key) { transaction in
                try receipt(try await receive(draft, by: .client(reference: context.reference), in: transaction), request, context)
            }
        }
        guard identity.may(.enterRequests) else { throw Problem.forbidden() }
        if draft.accept, !identity.may(.decideRequests) { throw Problem.forbidden() }
        return try await context.idempotent(request, house.database, identity.scope, key: key) { transaction in
            let outcome = try await receive(draft, by: Actor(identity, reference: context.reference), in: transaction)
            let place = outcome.opened.map { "/cases/\($0.id)" } ?? "/requests/\(outcome.request.id)"
            return renderer.redirect(to: place, notice: outcome.opened == nil ? "notice_request_received" : "notice_case_registered")
        }
    }

    private func page(_ request: Request, _ context: ServiceContext, values: JSONValue, errors: [FieldError]) async throws -> Response {
        let scope = context.identity?.scope ?? .none
        let organisations = try await house.database.transaction(scope) { transaction in
            try await directory.receiving(within: scope, in: transaction)
        }
        let form = Form(renderer.sentences(context.language), values: values, errors: errors)
        let model = RequestFormPage(
            form: form, rules: house.rules, organisations: organisations, isPublic: context.identity == nil,
            today: house.clock.today)
        return try renderer.page(
            "intake-request-form", model, title: "request_form_title", context: PageContext(request, context),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func receipt(_ outcome: ReceiveRequest.Outcome, _ request: Request, _ context: ServiceContext) throws -> Response {
        let t = renderer.sentences(context.language)
        let model = [
            "notice": Notice(
                .success, title: t("request_receipt_title"),
                text: t(
                    "request_receipt_text",
                    ["number": outcome.request.id.description, "time": t.formats.dateTime(outcome.request.receivedAt)]))
        ]
        return try renderer.page(
            "intake-receipt", model, title: "request_receipt_title", context: PageContext(request, context), status: .created)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let tree = try request.queryTree()
        let reader = FieldReader(tree, ignoring: ["notice"])
        let filter = RequestRoutes.filter(reader, rules: house.rules, now: house.clock.now)
        let page = reader.page(keys: 2)
        try reader.finish()
        let found = try await view.list(filter, page, for: identity, by: Actor(identity, reference: context.reference))
        let model = RequestListPage(
            found: found, filter: filter, page: page, form: Form(renderer.sentences(context.language), values: tree))
        return try renderer.page("intake-requests", model, title: "requests_title", context: PageContext(request, context))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let record = try await view(try context.id("id"), for: identity, by: Actor(identity, reference: context.reference))
        let t = renderer.sentences(context.language)
        let model: [String: Any] = [
            "state": Tag(record.state, t), "facts": RequestFacts(record, t).summary,
            "case": record.opened.map { Link($0.code, to: "/cases/\($0.id)") } as Any, "documents": "/requests/\(record.id)/documents",
        ]
        return try renderer.page("intake-request", model, title: .text(record.client.name), context: PageContext(request, context))
    }
}
