import Database
import Foundation
import HTTPTypes
package import Hummingbird
import Models
import NIOCore
import NIOPosix
import Outbox
package import Pages
package import ServiceKit
import Spreadsheets

/// The pages of spreadsheets of one kind: a file in, a look at what would come of it, and only then what it says.
package struct SheetPages<Import: ShownSheetImport>: Sendable {
    let keep: KeepSheets<Import>
    let renderer: PageRenderer
    let guarding: SheetGuard

    package init(_ keep: KeepSheets<Import>, _ renderer: PageRenderer, guarding: @escaping SheetGuard = { $0 }) {
        self.keep = keep
        self.renderer = renderer
        self.guarding = guarding
    }

    package func add(to router: Router<ServiceContext>) {
        router.get("\(Import.path)", use: start)
        router.post("\(Import.path)", use: take)
        router.get("\(Import.path)/template", use: template)
        router.get("\(Import.path)/{id}", use: look)
        router.post("\(Import.path)/{id}/confirmation", use: guarding(confirm))
        router.post("\(Import.path)/{id}/removal", use: remove)
    }

    @Sendable private func start(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await startPage([], request, context)
    }

    @Sendable private func take(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        do {
            let sheet = try await SentSheet<Import.Column>(request)
            let id = try await keep.database.transaction(keep.rules.scope(of: identity)) { transaction in
                try await keep.take(sheet, by: identity, reference: context.reference, in: transaction)
            }
            return renderer.redirect(to: "\(Import.path)/\(id)")
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
        let format = reader.optionalChoice("format", SheetTemplate.Format.self) ?? .xlsx
        let isFilled = Import.filled == nil ? false : reader.bool("filled", default: false)
        try reader.finish()
        let (t, reach) = (renderer.sentences(context.language), try await keep.rules.reach(of: identity))
        let rows = isFilled ? try await keep.rules.rows(SheetSize.longest, within: reach, for: identity, t) : []
        if isFilled, let filled = Import.filled {
            try await keep.database.transaction(keep.rules.scope(of: identity)) { transaction in
                try transaction.audit(try context.auditEntry(filled.action, kind: filled.subject, subject: nil), at: keep.clock.now)
            }
        }
        let columns = keep.rules.columns(for: identity)
        let template = SheetTemplate(
            title: t(Import.key("sheet")),
            columns: columns.map {
                SheetTemplate.Column(
                    heading: t($0.heading), choices: keep.rules.choices($0, within: reach, for: identity, t),
                    isDigits: Import.digits.contains($0))
            },
            rows: rows.map { row in columns.map { row[$0] ?? "" } })
        let data = try await NIOThreadPool.singleton.runIfActive { try template.file(format) }
        return Response(
            status: .ok,
            headers: [
                .contentType: format.mediaType,
                .contentDisposition: "attachment; filename=\"\(t(Import.key("template_name"))).\(format.rawValue)\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }

    @Sendable private func look(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(try context.id("id"), hasChanged: false, request, context)
    }

    @Sendable private func confirm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", SheetID.self)
        let seen = try await request.form(maximum: 8_192)["seen"]?.text ?? ""
        do {
            let reach = try await keep.rules.reach(of: identity)
            let outcome = try await keep.database.transaction(keep.rules.scope(of: identity)) { transaction in
                try await keep.confirm(id, seen: seen, within: reach, by: identity, reference: context.reference, in: transaction)
            }
            guard outcome == .made else { return try await page(id, hasChanged: true, request, context) }
            return renderer.redirect(to: "\(Import.path)/\(id)")
        } catch let problem as Problem where !problem.errors.isEmpty {
            // Somebody made one of them in the same moment: nothing was made.
            return try await page(id, hasChanged: true, request, context)
        }
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await keep.remove(try context.id("id"), by: try context.require(), reference: context.reference)
        return renderer.redirect(to: Import.path, notice: "notice_import_removed")
    }

    private func startPage(_ errors: [FieldError], _ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let t = renderer.sentences(context.language)
        let hasRows = try await !keep.rules.rows(1, within: try await keep.rules.reach(of: identity), for: identity, t).isEmpty
        let model = SheetStartPage<Import>(form: Form(t, errors: errors), columns: keep.rules.columns(for: identity), hasRows: hasRows)
        return try renderer.page(
            "sheet-import", model, title: .text(t(Import.key("title"))), request, context,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func page(_ id: SheetID, hasChanged: Bool, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let filter = hasChanged ? SheetFilter() : try SheetFilter.read(try request.queryTree())
        let reach = try await keep.rules.reach(of: identity)
        let t = renderer.sentences(context.language)
        let model = SheetCheckPage(
            rules: keep.rules, look: try await keep.look(at: id, within: reach, by: identity), reach: reach, identity: identity,
            filter: filter, hasChanged: hasChanged, t: t)
        return try renderer.page(
            "sheet-import-check", model, title: .text(t(Import.key("title"))), request, context, status: hasChanged ? .conflict : .ok)
    }
}
