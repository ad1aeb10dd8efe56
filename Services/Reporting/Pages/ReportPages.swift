import Database
import Directory
import Foundation
import HTTPTypes
import Hummingbird
import Models
import NIOCore
import Pages
import Rules
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
        let usual = ReportPeriods(rules: house.rules, today: house.clock.today).usual
        let values = JSONValue.object(["period": usual.map { .field($0.id) } ?? .null])
        return try await listPage(request, context, form: Form(renderer.sentences(context.language), values: values), status: .ok)
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
        let consultations = try await consultations(for: identity, form.sentences)
        let model = ReportListPage(
            found, page: page, form: form, subjects: SubjectChoices(identity, organisations, house.rules, form.sentences).choices,
            periods: ReportPeriods(rules: house.rules, today: house.clock.today).begun, rules: house.rules, consultations: consultations)
        return try renderer.page("reporting-list", model, title: "reports_title", request, context, status: status)
    }

    /// Those of this year so far, and of the year before.
    private func consultations(for identity: Identity, _ t: Sentences) async throws -> Table {
        let today = house.clock.today
        let store = ConsultationStore()
        let counts = try await house.database.transaction(identity.scope) { transaction in
            var counts: [[LegalField: Int]] = []
            for year in [today.year, today.year - 1] {
                let first = LegalDate(year: year, month: 1, day: 1) ?? today
                let last = LegalDate(year: year, month: 12, day: 31) ?? today
                counts.append(try await store.count(from: first, to: last, within: identity.scope, in: transaction))
            }
            return counts
        }
        return ConsultationTable(year: today.year, counts: counts[0], before: counts[1], t: t).table
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
