import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/cases/{id}/papers/list`: the list of a dossier, alone for the handover's page, else a page; with the days of the papers, to be entered; and its print.
struct DossierPages: Sendable {
    let desk: DossierDesk
    let rules: RulePacks
    let renderer: PageRenderer
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/:id/papers/list") { request, context in
            let id = try context.id("id", CaseID.self)
            return try await renderer.panel(of: id, at: clock.now, request, context) { try await show(id, request, context, failed: nil) }
        }
        router.get("/cases/:id/papers/list/sheet") { request, context in try await sheet(request, context) }
        router.post("/cases/:id/papers/list") { request, context in try await date(request, context) }
    }

    /// The days that a paper can bear.
    static func dates(until today: LegalDate) -> ClosedRange<LegalDate> { (LegalDate(year: 1900, month: 1, day: 1) ?? today)...today }

    private func show(
        _ id: CaseID, _ request: Request, _ context: ServiceContext, failed: (typed: JSONValue, problem: Problem)?
    ) async throws -> Response {
        let dossier = try await desk.list(id, for: context.require(), context)
        let t = renderer.sentences(context.language)
        let page = DossierListPage(
            dossier: dossier, kinds: PaperKinds(rules, on: dossier.known.acceptedOn ?? clock.today, context.language),
            form: Form(t, values: failed?.typed ?? .null, errors: failed?.problem.errors ?? []))
        return try renderer.panel(
            "attachments-dossier", page, title: .text(t("dossier_list_of", ["code": dossier.known.code])), request, context,
            status: failed == nil ? .ok : .unprocessableContent)
    }

    private func sheet(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let dossier = try await desk.list(context.id("id"), for: context.require(), context)
        let kinds = PaperKinds(rules, on: dossier.known.acceptedOn ?? clock.today, .vi)
        let body = try renderer.fragment(
            "attachments-dossier-sheet", DossierSheet(dossier: dossier, kinds: kinds, t: renderer.sentences(.vi)),
            context: PageContext(request, context))
        return Sheet(title: dossier.known.code, isLandscape: false, body: body).answer(renderer)
    }

    private func date(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.id("id", CaseID.self)
        let typed = try await request.form(maximum: 8_192)
        do {
            let reader = FieldReader(typed.withoutFormKey.joiningDates)
            let paper = reader.id("attachment", AttachmentID.self)
            let date = reader.optionalDate("dated_on", in: Self.dates(until: clock.today))
            try reader.finish()
            try await desk.date(paper, of: id, date, for: context.require(), context)
            return renderer.redirect(to: "/cases/\(id)/papers/list", notice: "notice_paper_dated")
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await show(id, request, context, failed: (typed, problem))
        }
    }
}
