import Database
import HTTPTypes
import Hummingbird
import Models
import NIOCore
import NIOPosix
import Pages
import ServiceKit

/// The JSON API of bringing old registers in.
struct ImportRoutes: Sendable {
    let house: House
    let renderer: PageRenderer
    let keep: KeepImport
    let desk: ImportDesk

    private static let mediaTypes = [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv", "application/octet-stream",
    ]

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/register-imports", use: list)
        router.post("/api/v1/register-imports", use: take)
        router.get("/api/v1/register-imports/{import}", use: show)
        router.delete("/api/v1/register-imports/{import}", use: remove)
        router.post("/api/v1/register-imports/{import}/columns", use: map)
        router.post("/api/v1/register-imports/{import}/confirmation", use: confirm)
        router.get("/api/v1/register-imports/{import}/lines", use: lines)
        router.get("/api/v1/register-imports/{import}/report", use: report)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let reader = FieldReader(try request.queryTree())
        let page = reader.page(keys: 2)
        try reader.finish()
        let found = try await desk.list(page, for: try context.require())
        return try .json(
            Page(found.map(ImportSummaryView.init), page) { Cursor(Cursor.key($0.sentAt), $0.id.description) })
    }

    @Sendable private func take(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        guard let type = request.contentType, Self.mediaTypes.contains(type) else {
            throw Problem.unsupportedMediaType(expected: Self.mediaTypes[0])
        }
        let reader = FieldReader(try request.queryTree())
        let organisation = reader.id("organisation", OrganisationID.self)
        let name = reader.string("filename", in: 1...120)
        try reader.finish()
        let (file, isNew) = try await ImportFault(renderer: renderer)() {
            let bytes = try await request.bytes(maximum: ImportSheet.largest)
            return try await keep.take(bytes, named: name, for: organisation, by: identity, reference: context.reference)
        }
        let look = try await desk.look(file.id, for: identity)
        var response = try Response.json(
            ImportView(look), status: isNew ? .created : .ok, etag: ETag(version: look.file.version))
        response.headers[.location] = "/api/v1/register-imports/\(file.id)"
        return response
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let look = try await desk.look(try context.id("import"), for: try context.require())
        return try .json(ImportView(look), etag: ETag(version: look.file.version))
    }

    @Sendable private func map(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: 65_536)
        return try await desk.change(request, context) { file, actor, transaction in
            try request.requireMatch(version: file.version)
            try await keep.map(try KeepImport.columns(body, of: file), of: file, by: actor, in: transaction)
            return try await answer(file.id, in: transaction)
        }
    }

    @Sendable private func confirm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let reader = FieldReader(try await request.optionalJSON(maximum: 4_096))
        try reader.finish()
        return try await desk.change(request, context) { file, actor, transaction in
            try request.requireMatch(version: file.version)
            try await keep.confirm(file, by: actor, in: transaction)
            return try await answer(file.id, in: transaction)
        }
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await desk.change(request, context) { file, actor, transaction in
            try request.requireMatch(version: file.version)
            try keep.remove(file, by: actor, in: transaction)
            return Response(status: .noContent)
        }
    }

    @Sendable private func lines(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let reader = FieldReader(try request.queryTree())
        let verdict = reader.optionalChoice("verdict", ImportVerdict.self)
        let page = reader.page(keys: 1)
        try reader.finish()
        let after = page.after.flatMap { Int($0.keys[0]) } ?? 0
        let found = try await desk.lines(of: try context.id("import"), verdict, after: after, limit: page.limit + 1, context)
        return try .json(
            Page(found.lines.map { ImportLineView($0, of: found.look.file) }, page) { Cursor(String($0.row)) })
    }

    @Sendable private func report(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await ImportReport.answer(request, context, desk, renderer)
    }

    private func answer(_ id: RegisterImportID, in transaction: Transaction) async throws -> Response {
        let look = try await desk.look(id, in: transaction)
        return try .json(ImportView(look), etag: ETag(version: look.file.version))
    }
}
