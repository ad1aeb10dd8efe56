import Crypto
import Database
import Directory
import Foundation
import Hummingbird
import Models
import Outbox
import Pages
import Rules
import ServiceKit

/// The pages of requests: the form for the public and for staff, and the list.
struct RequestPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let requests: RequestStore
    let view: ViewRequest
    let receive: ReceiveRequest
    let forms: RequestForms
    let drafts: KeepDraft
    let online: ReceiveOnline
    let searches: SearchHandles

    func add(to router: Router<ServiceContext>) {
        router.get("/requests/new", use: form)
        router.post("/requests/new", use: post)
        router.get("/requests", use: list)
    }

    /// A fresh form, or with `draft` the one of that draft, under its own key: what was sent already is not sent twice.
    @Sendable private func form(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard let draft = try request.queryTree()["draft"]?.text else { return try await forms.page(request, context, values: .null) }
        let identity = try context.require()
        guard let id = UUID(text: draft) else { throw Problem.notFound() }
        let kept = try await drafts.find(id, for: identity)
        guard case .object(var members) = kept.fields else { throw Problem.notFound() }
        members["form_key"] = kept.formKey.map { .field($0.text) }
        return try await forms.page(request, context, values: .object(members))
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: RequestForms.largestBody)
        let code = typed["draft_code"]?.text.flatMap { SecretCode($0, letters: SecretCode.lettersOfDraft) }
        do {
            let draft = try RequestDraft(
                document(typed.withoutFormKey.joiningDates.joiningMoments, context),
                limits: RequestDraft.Limits(rules: house.rules, now: house.clock.now, confirmsOldDates: true))
            guard let identity = context.identity else { return try await online(draft, key: typed.formKey, code: code, request, context) }
            return try await take(draft, key: typed.formKey, by: identity, request, context)
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await forms.page(request, context, values: typed, errors: problem.errors, code: context.identity == nil ? code : nil)
        } catch let similar as SimilarRequests {
            return try await forms.page(request, context, values: typed, similar: similar.found)
        }
    }

    /// The public asks online and decides nothing; staff may.
    private func document(_ tree: JSONValue, _ context: ServiceContext) -> JSONValue {
        guard case .object(var members) = tree.withoutBlankPeople else { return tree }
        members["draft_code"] = nil
        if members["notice"]?.isBlank == true { members["notice"] = .null }
        guard context.identity == nil else { return .object(members) }
        members["channel"] = .field(Channel.online.rawValue)
        for ofStaff in [
            "decision", "accepted_on", "received_at", "held", "deadline", "urgent", "notice", "papers", "at_once_ground", "force_majeure",
            "co_clients", "distinct_reason", "matter", "territory", "received_long_ago",
        ] {
            members[ofStaff] = .null
        }
        return .object(members)
    }

    /// Takes the request in once for each form that was shown, its draft with it, and answers where it went.
    private func take(
        _ draft: RequestDraft, key: String?, by identity: Identity, _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        guard identity.may(.enterRequests) else { throw Problem.forbidden() }
        if draft.accept, !identity.may(.decideRequests) { throw Problem.forbidden() }
        return try await context.idempotent(request, house.database, identity.scope, key: key) { transaction in
            let outcome = try await receive(
                draft, isAtCounter: true, by: Actor(identity, reference: context.reference), in: transaction)
            if let key = key.flatMap({ UUID(text: $0) }) { drafts.forms.remove(formKey: key, of: identity.subject, in: transaction) }
            let place = outcome.opened.map { "/cases/\($0.id)" } ?? "/requests/\(outcome.request.id)"
            return renderer.redirect(to: place, notice: outcome.opened == nil ? "notice_request_received" : "notice_case_registered")
        }
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let tree = try request.queryTree()
        let reader = FieldReader(tree, ignoring: ["notice"])
        var filter = RequestRoutes.filter(reader, rules: house.rules, now: house.clock.now)
        let sorting = reader.sorting(usually: RequestSort.usual)
        let page = reader.page(keys: 2)
        try reader.finish()
        try await searches.resolve(&filter, for: identity)
        let found = try await view.list(
            filter, page, oldestFirst: !sorting.isDescending, for: identity, by: Actor(identity, reference: context.reference))
        let model = RequestListPage(
            found: found, filter: filter, sorting: sorting, page: page,
            form: Form(renderer.sentences(context.language), values: tree.searching(filter.text)))
        return try renderer.page("intake-requests", model, title: "requests_title", context: PageContext(request, context))
    }
}
