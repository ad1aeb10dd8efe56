import HTTPTypes
import Hummingbird
import Models
import Pages
import ServiceKit

/// `/cases/{id}/parties`: whom a case names, the form of one more, and the page on which each is corrected or taken out.
struct PartyPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let work: WorkDesk
    let parties: PartyStore
    let corrections: PartyCorrectionStore
    let addParty: AddParty
    let correct: CorrectParty

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/{id}/parties", use: list)
        router.post("/cases/{id}/parties", use: post)
        router.get("/cases/{id}/parties/{party}", use: show)
        router.post("/cases/{id}/parties/{party}", use: amend)
        router.post("/cases/{id}/parties/{party}/withdrawal", use: takeOut)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await panel(request, context, form: nil)
    }

    private func panel(_ request: Request, _ context: ServiceContext, form: Form?) async throws -> Response {
        let identity = try context.require()
        let (record, found) = try await work.read(context, part: "parties") {
            try await NamedPeople(of: $0, parties, corrections, in: $1).seen(by: identity)
        }
        let t = renderer.sentences(context.language)
        let model = PartyPanel(
            record: record, people: found, mayWork: identity.may(.workOnCases) && !record.state.hasEnded,
            mayCorrect: identity.may(.decideRequests), form: form ?? Form(t))
        return try renderer.panel(
            "intake-parties", model, title: .text(t("parties_title_of", ["code": record.code])), request, context,
            status: form == nil ? .ok : .unprocessableContent)
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        do {
            let draft = try PartyDraft(typed.withoutFormKey, today: house.clock.today)
            return try await work.change(request, context, key: typed.formKey) { change in
                _ = try addParty(draft, on: change.record, by: change.actor, in: change.transaction)
                return renderer.redirect(to: "/cases/\(change.record.id)/parties", notice: "notice_party_added")
            }
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await panel(
                request, context, form: Form(renderer.sentences(context.language), values: typed, errors: problem.errors))
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context, failed: nil)
    }

    private func page(_ request: Request, _ context: ServiceContext, failed: FailedForm<PartyPage.Act>?) async throws -> Response {
        let identity = try context.require()
        let id = try context.uuid("party")
        let (record, found) = try await work.read(context, part: "parties") { try await parties.find(id, of: $0.request, in: $1) }
        guard let party = found?.seen(by: identity) else { throw Problem.notFound() }
        let t = renderer.sentences(context.language)
        var forms = FailedForm.forms(of: PartyPage.Act.allCases, failed: failed, t)
        if failed?.action != .correct { forms[.correct] = Form(t, values: PartyPage.values(of: party, for: identity)) }
        let model = PartyPage(
            record: record, party: party, seen: failed.flatMap { $0.hasMoved ? nil : $0.typed.seenVersion } ?? record.version,
            hasMoved: failed?.hasMoved ?? false, forms: forms, t: t)
        return try renderer.page(
            "intake-party", model, title: .text(party.name), context: PageContext(request, context), status: failed?.problem.status ?? .ok)
    }

    @Sendable private func amend(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(.correct, request, context) { typed, party, change in
            let draft = try PartyCorrectionDraft(typed, today: house.clock.today)
            _ = try correct(draft, of: party, on: change.record, by: change.actor, in: change.transaction)
            return "notice_party_corrected"
        }
    }

    @Sendable private func takeOut(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(.takeOut, request, context) { typed, party, change in
            let reason = try PartyCorrectionDraft.reason(typed)
            _ = try correct.takeOut(party, because: reason, of: change.record, by: change.actor, in: change.transaction)
            return "notice_party_taken_out"
        }
    }

    /// - Parameter body: returns the notice.
    private func act(
        _ act: PartyPage.Act, _ request: Request, _ context: ServiceContext,
        _ body: (JSONValue, Party, WorkDesk.Change) throws -> String
    ) async throws -> Response {
        let id = try context.uuid("party")
        let typed = try await request.form(maximum: 65_536)
        do {
            return try await work.change(request, context, key: typed.formKey) { change in
                let found = try await parties.find(id, of: change.record.request, in: change.transaction)
                guard let party = found else { throw Problem.notFound() }
                try typed.checkSeen(change.record.version)
                let notice = try body(typed.withoutFormKey.withoutSeen, party, change)
                return renderer.redirect(to: "/cases/\(change.record.id)/parties", notice: notice)
            }
        } catch let problem as Problem where problem.bringsFormBack {
            return try await page(request, context, failed: FailedForm(action: act, typed: typed, problem: problem))
        }
    }
}
