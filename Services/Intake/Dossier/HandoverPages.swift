import Database
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/cases/{id}/handover`: the dossier's papers in their order, what is missing, and the handing over: from whom, to whom, when.
struct HandoverPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let work: WorkDesk
    let dossier: DossierStore
    let waivers: WaiverStore
    let hand: HandDossierOver

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/{id}/handover", use: show)
        router.post("/cases/{id}/handover", use: receive)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context, failed: nil)
    }

    private func page(_ request: Request, _ context: ServiceContext, failed: (typed: JSONValue, problem: Problem)?) async throws -> Response
    {
        let identity = try context.require()
        let (record, found) = try await work.read(context, part: "handover") { record, transaction in
            (try await dossier.papers(of: record.id, in: transaction), try await waivers.latest(of: record.id, in: transaction))
        }
        let t = renderer.sentences(context.language)
        let isOfDossier = failed?.problem.status == .conflict
        let model = HandoverPage(
            record: record, gaps: house.rules.gaps(of: record, found.0), waiver: found.1, rules: house.rules, today: house.clock.today,
            isHelper: identity.role == .helper, leads: identity.leads, mayHandOver: identity.may(.workOnCases),
            mayReadPapers: identity.may(.readPapers), hasMoved: failed?.problem.isMoved ?? false,
            refusal: isOfDossier ? failed?.problem.detail?.text(context.language) : nil,
            form: Form(t, values: failed?.typed ?? .null, errors: isOfDossier ? [] : failed?.problem.errors ?? []))
        return try renderer.page(
            "intake-handover", model, title: .text(t("handover_title_of", ["code": record.code])), request, context,
            status: failed?.problem.status ?? .ok)
    }

    @Sendable private func receive(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        do {
            return try await work.change(request, context, key: typed.formKey) { change in
                try typed.checkSeen(change.record.version)
                try hand.words.check(change.record, .handOver)
                let handover = try NewHandover(
                    typed.withoutFormKey.withoutSeen.joiningDates, of: change.record, by: change.actor, today: house.clock.today)
                try await hand(
                    handover, of: change.record, by: change.actor, mayWaive: change.identity.leads, in: change.transaction)
                return renderer.redirect(to: "/cases/\(change.record.id)/handover", notice: "notice_handed_over")
            }
        } catch let problem as Problem where problem.bringsFormBack {
            return try await page(request, context, failed: (typed, problem))
        }
    }
}
