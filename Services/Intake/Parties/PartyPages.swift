import Hummingbird
import Models
import Pages
import ServiceKit

/// `/cases/{id}/parties`: whom a case names, and the form of one more.
struct PartyPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let work: WorkDesk
    let parties: PartyStore
    let addParty: AddParty

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/{id}/parties", use: list)
        router.post("/cases/{id}/parties", use: post)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await panel(request, context, form: nil)
    }

    private func panel(_ request: Request, _ context: ServiceContext, form: Form?) async throws -> Response {
        let identity = try context.require()
        let (record, found) = try await work.read(context, part: "parties") { try await parties.list(of: $0.request, in: $1) }
        let t = renderer.sentences(context.language)
        let model = PartyPanel(
            record: record, parties: found.map { $0.seen(by: identity) }, mayWork: identity.may(.workOnCases) && !record.state.hasEnded,
            form: form ?? Form(t))
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
}
