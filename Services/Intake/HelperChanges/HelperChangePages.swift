import Hummingbird
import Models
import Pages
import ServiceKit

/// `/cases/{id}/helper-changes`: what a client asked and was answered, and the forms of both. The helper of the case does not see it.
struct HelperChangePages: Sendable {
    /// The forms of the page.
    enum Act: CaseIterable, Sendable {
        case ask, answer
    }

    let house: House
    let renderer: PageRenderer
    let work: WorkDesk
    let changes: HelperChangeStore
    let keep: KeepHelperChange

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/{id}/helper-changes", use: show)
        router.post("/cases/{id}/helper-changes", use: ask)
        router.post("/cases/{id}/helper-changes/{change}/answer", use: answer)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await panel(request, context, failed: nil)
    }

    private func panel(_ request: Request, _ context: ServiceContext, failed: FailedForm<Act>?) async throws -> Response {
        let identity = try context.require()
        let (record, found) = try await work.read(context, part: "helper-changes") { try await changes.list(of: $0.id, in: $1) }
        let t = renderer.sentences(context.language)
        let model = HelperChangePanel(
            record: record, changes: found, identity: identity, today: house.clock.today, hasMoved: failed?.hasMoved ?? false,
            forms: FailedForm.forms(of: Act.allCases, failed: failed, t), t: t)
        return try renderer.panel(
            "intake-helper-changes", model, title: .text(t("helper_changes_title_of", ["code": record.code])), request, context,
            status: failed?.problem.status ?? .ok)
    }

    @Sendable private func ask(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(.ask, request, context) { typed, change in
            let draft = try HelperChangeDraft(typed, of: change.record, today: house.clock.today)
            _ = try await keep.ask(draft, on: change.record, by: change.actor, in: change.transaction)
            return renderer.redirect(to: "/cases/\(change.record.id)/helper-changes", notice: "notice_helper_change_asked")
        }
    }

    /// Whoever accepts is led to where another helper is named.
    @Sendable private func answer(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.id("change", HelperChangeID.self)
        return try await act(.answer, request, context) { typed, change in
            guard let asked = try await changes.find(id, of: change.record.id, in: change.transaction) else { throw Problem.notFound() }
            try typed.checkSeen(change.record.version)
            let answer = try HelperChangeAnswer(typed.withoutSeen)
            try keep.answer(asked, answer, on: change.record, by: change.actor, in: change.transaction)
            let place = answer.outcome == .accepted ? "assignment" : "helper-changes"
            return renderer.redirect(to: "/cases/\(change.record.id)/\(place)", notice: "notice_helper_change_answered")
        }
    }

    private func act(
        _ act: Act, _ request: Request, _ context: ServiceContext, _ body: (JSONValue, WorkDesk.Change) async throws -> Response
    ) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        do {
            return try await work.change(request, context, key: typed.formKey) { try await body(typed.withoutFormKey.joiningDates, $0) }
        } catch let problem as Problem where problem.bringsFormBack {
            return try await panel(request, context, failed: FailedForm(action: act, typed: typed, problem: problem))
        }
    }
}
