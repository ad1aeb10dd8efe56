import Database
import Directory
import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// The pages of cases: the register with search, and the case with its panels.
struct CasePages: Sendable {
    let house: House
    let renderer: PageRenderer
    let desk: CaseDesk
    let looks: RegisterLooks
    let searching: KeepSearch
    let progress: RecordProgress
    let end: EndCase
    let searches: SearchHandles
    private let kept = LastMade<Look, Shown, Response>(limit: 128)

    /// Who looks at which part of the register, and how they are shown it.
    private struct Look: Hashable {
        let identity: Identity
        let context: PageContext
    }

    /// What a page of the register shows.
    private struct Shown: Equatable {
        let known: RegisterLooks.Known
        let searches: [SavedSearch]
        /// What it is narrowed by: a saved search may come to say something else.
        let query: String
    }

    func add(to router: Router<ServiceContext>) {
        router.get("/cases", use: register)
        router.get("/cases/{id}", use: show)
        router.post("/cases/{id}/progress", use: recordProgress)
        router.post("/cases/{id}/completion", use: finish)
    }

    @Sendable private func register(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let asked = try request.queryTree()
        let (tree, saved) = try await looked(for: asked, by: identity)
        let reader = FieldReader(tree, ignoring: ["notice", "saved"])
        var narrowed = CaseRoutes.filter(reader, rules: house.rules, today: house.clock.today)
        let sorting = reader.sorting(usually: CaseSort.usual)
        let page = reader.page(keys: 3)
        try reader.finish()
        try await searches.resolve(&narrowed, for: identity)
        // The links of the page hold no names either, and looking changes nothing.
        if narrowed.handle == nil, narrowed.text != nil { narrowed.handle = saved }
        let filter = narrowed
        let found = try await looks(
            filter, page, oldestFirst: !sorting.isDescending, in: context.language,
            by: Looker(identity: identity, reference: context.reference))
        let look = Look(identity: identity, context: PageContext(request, context).unreferenced)
        let facts = found.known.facts
        return try kept.made(of: Shown(known: found.known, searches: found.searches, query: filter.query), for: look) {
            let model = RegisterPage(
                found: facts.found, filter: filter, sorting: sorting, page: page,
                form: Form(renderer.sentences(context.language), values: tree.searching(filter.text)),
                place: facts.place, mayEnter: identity.may(.enterRequests), mayPrint: identity.may(.printRegister),
                mayImport: identity.may(.importRegister), categories: house.rules.eligibility(on: facts.today).categories,
                around: facts.around, searches: found.searches, saved: saved)
            return try renderer.page("intake-register", model, title: "cases_title", context: look.context)
        }
    }

    /// What is looked for: what the address says, or with `saved` what is kept under that. Throws 404 where it is not theirs.
    private func looked(for asked: JSONValue, by identity: Identity) async throws -> (JSONValue, UUID?) {
        guard let text = asked["saved"]?.text else { return (asked, nil) }
        guard let id = UUID(text: text) else { throw Problem.notFound() }
        let fields = try await house.database.transaction(identity.scope) { try await searching.fields(of: id, for: identity, in: $0) }
        return (fields, id)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context, forms: CaseForms(renderer.sentences(context.language)))
    }

    private func page(_ request: Request, _ context: ServiceContext, forms: CaseForms, status: HTTPResponse.Status = .ok) async throws
        -> Response
    {
        let identity = try context.require()
        let id = try context.id("id", CaseID.self)
        let actor = Actor(identity, reference: context.reference)
        let file = try await desk.view(id, for: identity, by: actor)
        let entries = try await desk.history(of: id, for: identity, by: actor)
        let mayWork = identity.may(.workOnCases) && file.record.allows(.finish)
        let model = CasePage(
            file: file, reader: identity, entries: entries, rules: house.rules, forms: forms, mayWork: mayWork, leads: identity.leads,
            mayReadPapers: identity.may(.readPapers), mayReadChanges: identity.may(.readRequests),
            mayReadAudit: identity.may(.readAudit), today: house.clock.today)
        return try renderer.page(
            "intake-case", model, title: .text(file.record.code), context: PageContext(request, context),
            status: status)
    }

    @Sendable private func recordProgress(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        return try await change(request, context, \.progress, notice: "notice_progress_recorded") { typed, record, actor, transaction in
            let entry = try RecordProgress.Entry(
                typed.splittingHalfDay, of: record, rules: house.rules, today: house.clock.today)
            _ = try await progress(entry, on: record, by: actor, for: identity, in: transaction)
        }
    }

    @Sendable private func finish(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let mayWaive = try context.require().leads
        return try await change(request, context, \.completion, notice: "notice_case_finished") { typed, record, actor, transaction in
            try typed.checkSeen(record.version)
            let ending = try EndCase.Ending.completion(typed.withoutSeen, of: record, rules: house.rules, today: house.clock.today)
            try await end.finish(record, ending, by: actor, mayWaive: mayWaive, in: transaction)
        }
    }

    /// - Parameter form: the one that was sent, which comes back with what is wrong.
    private func change(
        _ request: Request, _ context: ServiceContext, _ form: WritableKeyPath<CaseForms, Form>, notice: String,
        _ apply: (JSONValue, CaseRecord, Actor, Transaction) async throws -> Void
    ) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", CaseID.self)
        let actor = Actor(identity, reference: context.reference)
        let typed = try await request.form(maximum: 65_536)
        do {
            try await desk.announce(id, for: identity)
            return try await context.idempotent(request, house.database, identity.scope, key: typed.formKey) { transaction in
                let record = try await desk.open(id, for: identity, in: transaction)
                try await apply(typed.withoutFormKey.joiningDates, record, actor, transaction)
                return renderer.redirect(to: "/cases/\(id)", notice: notice)
            }
        } catch let problem as Problem where problem.bringsFormBack {
            let t = renderer.sentences(context.language)
            var forms = CaseForms(t)
            forms.hasMoved = problem.isMoved
            let isOfDossier = problem.status == .conflict
            forms[keyPath: form] = Form(t, values: typed, errors: isOfDossier ? [] : problem.errors)
            forms.gaps = isOfDossier ? problem.errors : []
            return try await page(request, context, forms: forms, status: problem.status)
        }
    }
}
