import Database
import Foundation
import HTTPTypes
import Hummingbird
import Models
import ServiceKit

/// The JSON API of reports.
struct RunRoutes: Sendable {
    let house: House
    let desk: ReportDesk
    let exports: ReportExports

    private static let largestBody = 16_384

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/report-runs", use: list)
        router.post("/api/v1/report-runs", use: start)
        router.get("/api/v1/report-runs/{id}", use: get)
        router.get("/api/v1/report-runs/{id}/export", use: export)
        router.get("/api/v1/report-runs/{id}/cells/{cell}/cases", use: cases)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        let page = reader.page(keys: 2)
        try reader.finish()
        let found = try await desk.list(page, for: identity)
        let next = found.count > page.limit ? found.prefix(page.limit).last?.run.cursor : nil
        return try .json(Page(items: found.prefix(page.limit).map { RunView($0, context.language, isWhole: false) }, next: next))
    }

    @Sendable private func start(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let wanted = try RunRequest(try await request.json(maximum: Self.largestBody), rules: house.rules)
        return try await context.idempotent(request, house.database, identity.scope) { transaction in
            let id = try await desk.start(wanted, for: identity, reference: context.reference, in: transaction)
            let file = try await desk.find(id, in: transaction)
            return try .json(
                RunView(file, context.language, isWhole: true), status: .created, location: "/api/v1/report-runs/\(id)")
        }
    }

    @Sendable private func get(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let file = try await desk.view(try context.id("id"), for: identity)
        return try .json(RunView(file, context.language, isWhole: true))
    }

    @Sendable private func export(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        let format = reader.choice("format", ExportFormat.self)
        try reader.finish()
        let report = try await desk.take(
            try context.id("id"), as: format.rawValue, for: identity, reference: context.reference)
        return try await exports.answer(report, as: format, request, context)
    }

    @Sendable private func cases(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        let page = reader.page(keys: 2)
        try reader.finish()
        let (_, _, found) = try await desk.cases(
            behind: context.parameters.get("cell") ?? "", of: try context.id("id"), page, for: identity, reference: context.reference)
        return try .json(Page(found, page) { $0.cursor })
    }
}
