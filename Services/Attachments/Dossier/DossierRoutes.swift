import HTTPTypes
import Hummingbird
import Logging
import Models
import Pages
import Rules
import ServiceKit

/// The JSON API of a whole dossier: its list, and all of it as one ZIP or one PDF.
struct DossierRoutes: Sendable {
    let desk: DossierDesk
    let press: DossierPress
    let rules: RulePacks
    let renderer: PageRenderer
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases/:id/attachments/list") { request, context in try await list(request, context) }
        router.get("/api/v1/cases/:id/attachments/zip") { request, context in
            try await whole("zip", "application/zip", request, context) { try await press.zip($0, renderer, $1) }
        }
        router.get("/api/v1/cases/:id/attachments/pdf") { request, context in
            try await whole("pdf", "application/pdf", request, context) { try await press.pdf($0, renderer, $1) }
        }
        router.post("/api/v1/cases/:id/attachments/:attachment/date") { request, context in try await date(request, context) }
    }

    private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let dossier = try await desk.list(context.id("id"), for: context.require(), context)
        return try .json(Page(items: dossier.list.entries.map(DossierListView.init), next: nil))
    }

    private func date(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let reader = FieldReader(try await request.json(maximum: 4_096))
        let date = reader.optionalDate("dated_on", in: DossierPages.dates(until: clock.today))
        try reader.finish()
        try await desk.date(
            context.id("attachment", AttachmentID.self), of: context.id("id"), date, for: context.require(), context)
        return try await list(request, context)
    }

    private func whole(
        _ format: String, _ type: String, _ request: Request, _ context: ServiceContext,
        _ make: (DossierSheet, PageContext) async throws -> StoredFile
    ) async throws -> Response {
        let dossier = try await desk.take(context.id("id"), as: format, for: context.require(), context)
        let sheet = DossierSheet(
            dossier: dossier, kinds: PaperKinds(rules, on: dossier.known.acceptedOn ?? clock.today, .vi), t: renderer.sentences(.vi))
        do {
            let file = try await make(sheet, PageContext(request, context))
            let name = FileName(claimed: "Hồ sơ \(dossier.known.code).\(format)")
            return Response(
                status: .ok,
                headers: [
                    .contentType: type, .contentDisposition: name.contentDisposition, .cacheControl: "private, no-store",
                    .xContentTypeOptions: "nosniff", .contentSecurityPolicy: "sandbox; default-src 'none'",
                ], body: SendPaper.body(of: file, 0..<file.size))
        } catch let error as DossierError {
            context.logger.critical("a dossier cannot be put together", metadata: ["case": "\(dossier.known.id)", "error": "\(error)"])
            throw Problem.internalError()
        }
    }
}
