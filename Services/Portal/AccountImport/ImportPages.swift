import Database
import Directory
import Foundation
import HTTPTypes
import Hummingbird
import Models
import NIOCore
import NIOPosix
import Outbox
import Pages
import ServiceKit
import Spreadsheets

/// `/accounts/import` for those who keep accounts: a file in, a look at what would come of it, and only then the accounts.
struct ImportPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let places: AccountPlaces
    let imports: ImportAccounts
    let confirmation: Confirmation

    func add(to router: Router<ServiceContext>) {
        router.get("/accounts/import", use: start)
        router.post("/accounts/import", use: take)
        router.get("/accounts/import/template", use: template)
        router.get("/accounts/import/{id}", use: look)
        router.post("/accounts/import/{id}/confirmation", use: confirmation.guarding(confirm))
        router.post("/accounts/import/{id}/removal", use: remove)
    }

    @Sendable private func start(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await startPage([], request, context)
    }

    @Sendable private func take(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        do {
            let file = try await SentSheet(request)
            let id = try await house.database.transaction(.service) { transaction in
                try await imports.take(file.sheet, fileName: file.name, by: identity, reference: context.reference, in: transaction)
            }
            return renderer.redirect(to: "/accounts/import/\(id)")
        } catch let error as SpreadsheetError {
            return try await startPage([error.fieldError(renderer)], request, context)
        } catch let problem as Problem where problem.status == .contentTooLarge {
            return try await startPage([SpreadsheetError(.tooLarge).fieldError(renderer)], request, context)
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await startPage(problem.errors, request, context)
        }
    }

    @Sendable private func template(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree(), ignoring: ["notice"])
        let format = reader.optionalChoice("format", ImportTemplate.Format.self) ?? .xlsx
        let isFilled = reader.bool("filled", default: false)
        try reader.finish()
        let organisations = try await places(of: identity)
        let waiting = isFilled ? try await places.uninvited(at: organisations, by: identity) : []
        if isFilled {
            try await house.database.transaction(.service) { transaction in
                try transaction.audit(
                    try context.auditEntry("accounts.template-filled", kind: "account", subject: nil), at: house.clock.now)
            }
        }
        let template = ImportTemplate(
            t: renderer.sentences(context.language), authority: AccountAuthority(identity: identity), places: organisations,
            helpers: waiting)
        let data = try await NIOThreadPool.singleton.runIfActive { try template.file(format) }
        let name = context.language == .vi ? "tai-khoan" : "accounts"
        return Response(
            status: .ok,
            headers: [
                .contentType: format.mediaType, .contentDisposition: "attachment; filename=\"\(name).\(format.rawValue)\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }

    @Sendable private func look(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(try context.id("id"), hasChanged: false, request, context)
    }

    @Sendable private func confirm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", AccountImportID.self)
        let seen = try await request.form(maximum: 8_192)["seen"]?.text ?? ""
        do {
            let organisations = try await places(of: identity)
            let outcome = try await house.database.transaction(.service) { transaction in
                try await imports.confirm(
                    id, seen: seen, at: organisations, by: identity, reference: context.reference, in: transaction)
            }
            guard outcome == .made else {
                return try await page(id, hasChanged: true, request, context)
            }
            return renderer.redirect(to: "/accounts/import/\(id)")
        } catch let problem as Problem where !problem.errors.isEmpty {
            // Somebody took a login in the same moment: nothing was made.
            return try await page(id, hasChanged: true, request, context)
        }
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        try await imports.remove(try context.id("id"), by: identity, reference: context.reference)
        return renderer.redirect(to: "/accounts/import", notice: "notice_import_removed")
    }

    private func startPage(_ errors: [FieldError], _ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let hasHelpers = try await !places.uninvited(at: try await places(of: identity), by: identity).isEmpty
        let model = ImportStartPage(
            form: Form(renderer.sentences(context.language), errors: errors),
            hasProvinces: AccountAuthority(identity: identity).roles.contains(.province), hasHelpers: hasHelpers)
        return try renderer.page(
            "portal-import", model, title: "import_title", request, context, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func page(_ id: AccountImportID, hasChanged: Bool, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let filter = hasChanged ? ImportFilter() : try ImportFilter.read(try request.queryTree())
        let look = try await imports.look(at: id, by: identity)
        let organisations = try await places(of: identity)
        let model = ImportCheckPage(
            look: look, filter: filter, hasChanged: hasChanged,
            titles: Dictionary(organisations.map { ($0.id, $0.title) }) { first, _ in first }, t: renderer.sentences(context.language))
        return try renderer.page(
            "portal-import-check", model, title: "import_title", request, context, status: hasChanged ? .conflict : .ok)
    }
}
