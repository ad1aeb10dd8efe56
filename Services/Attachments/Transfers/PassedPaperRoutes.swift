import Database
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// The papers that came with a request from another organisation: the JSON API, and the panel of the request's page.
struct PassedPaperRoutes: Sendable {
    let papers: PassedPapers
    let send: SendPaper
    let rules: RulePacks
    let renderer: PageRenderer
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/requests/:id/attachments") { request, context in
            let found = try await papers.list(context.id("id"), context)
            return try Response.json(Page(items: found.map(AttachmentView.init), next: nil))
        }
        router.get("/api/v1/requests/:id/attachments/:attachment") { request, context in
            let (paper, held) = try await papers.find(context.id("attachment"), of: context.id("id"), for: context.require())
            return try await send(paper, of: held.organisation, in: .service, request, context)
        }
        router.get("/requests/:id/papers") { request, context in
            let id = try context.id("id", Models.RequestID.self)
            return try await renderer.panel(of: id, at: clock.now, request, context) { try await show(id, request, context) }
        }
    }

    private func show(_ id: Models.RequestID, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let found = try await papers.list(id, context)
        let t = renderer.sentences(context.language)
        let table = PaperTables.papers(
            found, PaperKinds(rules, on: clock.today, context.language), t, at: "/api/v1/requests/\(id)/attachments")
        return try renderer.panel("attachments-passed", ["table": table], title: "papers_passed_title", request, context)
    }
}
