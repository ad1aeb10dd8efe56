import Database
import Directory
import Foundation
import HTTPTypes
import Hummingbird
import Models
import NIOCore
import Pages
import ServiceKit

/// The pages of reports: start one, the list, the table of figures, the cases behind a figure, the sheet to print.
struct ReportPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let desk: ReportDesk
    let exports: ReportExports

    func add(to router: Router<ServiceContext>) {
        router.get("/reports", use: list)
        router.post("/reports", use: start)
        router.get("/reports/{id}", use: show)
        router.get("/reports/{id}/print", use: print)
        router.get("/reports/{id}/cells/{cell}", use: cases)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await listPage(request, context, form: Form(renderer.sentences(context.language)), status: .ok)
    }

    private func listPage(_ request: Request, _ context: ServiceContext, form: Form, status: HTTPResponse.Status) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree(), ignoring: ["notice"])
        let page = reader.page(keys: 2)
        try reader.finish()
        let found = try await desk.list(page, for: identity)
        let organisations = try await house.database.transaction(identity.scope) {
            try await desk.access.organisations(for: identity, in: $0)
        }
        let model = ReportListPage(
            found, page: page, form: form, subjects: SubjectChoices(identity, organisations, house.rules, form.sentences).choices,
            rules: house.rules, today: house.clock.today)
        return try renderer.page("reporting-list", model, title: "reports_title", request, context, status: status)
    }

    @Sendable private func start(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let typed = try await request.form(maximum: 16_384)
        do {
            let wanted = try RunRequest(SubjectChoices.document(typed), rules: house.rules)
            let id = try await house.database.transaction(identity.scope) {
                try await desk.start(wanted, for: identity, reference: context.reference, in: $0)
            }
            return renderer.redirect(to: "/reports/\(id)")
        } catch let problem as Problem where !problem.errors.isEmpty {
            let errors = problem.errors.map(SubjectChoices.placed)
            let form = Form(renderer.sentences(context.language), values: typed, errors: errors)
            return try await listPage(request, context, form: form, status: .unprocessableContent)
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let file = try await desk.view(try context.id("id"), for: identity)
        let model = ReportPage(file, renderer.sentences(context.language))
        var response = try renderer.page("reporting-report", model, title: .text(model.title), request, context)
        // Works without scripts: the browser asks again until the figures are there.
        if !file.run.status.isOver { response.headers[.refresh] = "2" }
        return response
    }

    @Sendable private func cases(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree(), ignoring: ["notice"])
        let page = reader.page(keys: 2)
        try reader.finish()
        let (report, cell, found) = try await desk.cases(
            behind: context.parameters.get("cell") ?? "", of: try context.id("id"), page, for: identity, reference: context.reference)
        let model = CellPage(report, cell, found, page, renderer.sentences(context.language))
        return try renderer.page("reporting-cell", model, title: .text(model.title), request, context)
    }

    @Sendable private func print(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let report = try await desk.take(try context.id("id"), as: "print", for: identity, reference: context.reference)
        let text = try exports.printPage(ReportDocument(report, renderer.sentences(context.language)), request, context)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "private, no-store", .xContentTypeOptions: "nosniff",
                .contentSecurityPolicy: "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

extension HTTPField.Name {
    /// `Refresh`: ask again after so many seconds.
    fileprivate static var refresh: HTTPField.Name { HTTPField.Name("Refresh") ?? .retryAfter }
}
