import Database
import Hummingbird
import Models
import Outbox
import Pages
import Rules
import ServiceKit

/// `/cases/{id}/papers`: the panel of a case's papers, alone for the case page's script, else a page; and the form of browsers without scripts.
struct PapersPages: Sendable {
    /// Papers that are shown; the dossier of a case is a few dozen.
    private static let most = 500
    /// What a form has besides its file.
    private static let formOverhead = 65_536

    let database: Database
    let access: CaseAccess
    let attachments: AttachmentStore
    let begin: BeginUpload
    let append: AppendToUpload
    let ending: EndUpload
    let levers: UploadLevers
    let rules: RulePacks
    let renderer: PageRenderer
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/:id/papers") { request, context in
            let identity = try context.require()
            let id = try context.id("id", CaseID.self)
            return try await renderer.panel(of: id, at: clock.now, request, context) {
                try await show(try await access.grant(id, to: identity), identity, request, context)
            }
        }
        router.post("/cases/:id/papers") { request, context in try await receive(request, context) }
    }

    private func receive(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let grant = try await access.grant(context.id("id", CaseID.self), to: identity)
        guard grant.mayWrite else { throw Problem.notFound() }
        if let announced = try request.bytes(.contentLength), announced > levers.maximum + Self.formOverhead {
            throw Problem.tooLarge(maximum: levers.maximum)
        }
        do {
            try await PaperForm(database: database, begin: begin, append: append, ending: ending).take(request, for: grant, by: identity)
            return renderer.redirect(to: "/cases/\(grant.case.id)/papers", notice: "notice_paper_received")
        } catch let problem as Problem where problem.status == .unprocessableContent && !problem.errors.isEmpty {
            return try await show(grant, identity, request, context, problem: problem)
        }
    }

    private func show(
        _ grant: CaseAccess.Grant, _ identity: Identity, _ request: Request, _ context: ServiceContext, problem: Problem? = nil
    ) async throws -> Response {
        let known = grant.case
        let papers = try await database.transaction(grant.scope) { transaction in
            try transaction.audit(
                context.auditEntry("attachments.listed", kind: "case", subject: known.id.uuid, organisation: known.organisation),
                at: clock.now)
            return try await attachments.list(known.id, after: nil, limit: Self.most, in: transaction)
        }
        let lines = try await LedgerQuery(group: .underWay, caseID: known.id, limit: 50).run(for: identity, in: database)
        let page = page(grant, papers, lines.map(\.upload), renderer.sentences(context.language), problem)
        let title = PageTitle.text(renderer.sentences(context.language)("papers_title_of", ["code": known.code]))
        return try renderer.panel(
            "attachments-papers", page, title: title, context: PageContext(request, context), status: problem?.status ?? .ok)
    }

    private func page(
        _ grant: CaseAccess.Grant, _ papers: [Attachment], _ uploads: [Upload], _ t: Sentences, _ problem: Problem?
    ) -> PapersPage {
        let kinds = PaperKinds(rules, on: grant.case.acceptedOn ?? clock.today, t.language)
        let form = Form(t, errors: problem?.errors ?? [])
        let missing = grant.case.missing.map(kinds.title).joined(separator: "; ")
        let path = "/cases/\(grant.case.id)/papers"
        return PapersPage(
            table: PaperTables.papers(papers, kinds, t),
            missing: grant.case.missing.isEmpty ? nil : Notice(.info, title: t("papers_missing"), text: missing),
            underWay: uploads.isEmpty ? nil : PaperTables.underWay(uploads, kinds, t),
            drop: grant.mayWrite
                ? FileDrop(
                    action: path, caseID: grant.case.id.description,
                    kinds: form.within("papers").select("kind", "papers_kind", kinds.choices),
                    largest: t.formats.size(bytes: levers.maximum))
                : nil,
            errors: problem.map { Self.summary(of: $0, t) }, ledger: Link(t("papers_to_ledger"), to: "/uploads?case=\(grant.case.id)"))
    }

    /// Whatever is not about the kind is about the file.
    private static func summary(of problem: Problem, _ t: Sentences) -> ErrorSummary {
        ErrorSummary(
            problem.errors.map { error in
                let isKind = error.pointer == "/kind"
                let label = t(isKind ? "papers_kind" : "papers_file")
                return Link("\(label): \(error.message.text(t.language))", to: isKind ? "#kind" : "#drop-file")
            })
    }
}
