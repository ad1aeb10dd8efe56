import HTTPTypes
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
        try await panel(request, context, failed: nil)
    }

    /// What was typed, and why it could not be taken.
    private typealias Failed = (typed: JSONValue, problem: Problem)

    private func panel(_ request: Request, _ context: ServiceContext, failed: Failed?) async throws -> Response {
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
            form: failed.map { Form(t, values: $0.typed.withoutSeen, errors: $0.problem.errors) }
                ?? Form(t, values: RegisterEntryPanel.values(of: entry, countedAs: record.countedAs, for: identity)),
            seen: failed.flatMap { $0.problem.isMoved ? nil : $0.typed.seenVersion } ?? record.version,
            hasMoved: failed?.problem.isMoved ?? false)
        return try renderer.panel(
            "intake-register-entry", panel, title: .text(t("register_entry_title_of", ["code": record.code])), request, context,
            status: failed?.problem.status ?? .ok)
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        do {
            let document = typed.withoutFormKey.withoutSeen.withoutBlankPeople.joiningDates
            return try await work.change(request, context, key: typed.formKey) { change in
                let draft = try await correct.read(document, on: change.record, in: change.transaction)
                try typed.checkSeen(change.record.version)
                _ = try await correct(draft, on: change.record, by: change.actor, in: change.transaction)
                return renderer.redirect(to: "/cases/\(change.record.id)/register", notice: "notice_register_corrected")
            }
        } catch let problem as Problem where problem.bringsFormBack {
            return try await panel(request, context, failed: (typed, problem))
        }
    }
}
