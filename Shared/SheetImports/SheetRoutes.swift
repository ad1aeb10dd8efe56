import Database
package import Hummingbird
import Models
package import Pages
package import ServiceKit
import Spreadsheets

/// What guards a handler: who is there may be asked again before anything is made.
package typealias SheetGuard = @Sendable (@escaping SheetHandler) -> SheetHandler
package typealias SheetHandler = @Sendable (Request, ServiceContext) async throws -> Response

/// The API of spreadsheets of one kind, looked at before anything is made, as behind the pages.
package struct SheetRoutes<Import: ShownSheetImport>: Sendable {
    let keep: KeepSheets<Import>
    let renderer: PageRenderer
    let guarding: SheetGuard

    package init(_ keep: KeepSheets<Import>, _ renderer: PageRenderer, guarding: @escaping SheetGuard = { $0 }) {
        self.keep = keep
        self.renderer = renderer
        self.guarding = guarding
    }

    package func add(to router: Router<ServiceContext>) {
        router.post("\(Import.apiPath)", use: take)
        router.get("\(Import.apiPath)/{id}", use: show)
        router.get("\(Import.apiPath)/{id}/lines", use: lines)
        router.post("\(Import.apiPath)/{id}/confirmation", use: guarding(confirm))
        router.delete("\(Import.apiPath)/{id}", use: remove)
    }

    @Sendable private func take(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let sheet: SentSheet<Import.Column>
        do {
            sheet = try await SentSheet(request)
        } catch let error as SpreadsheetError {
            throw Problem.validation([error.fieldError(renderer)])
        }
        let reach = try await keep.rules.reach(of: identity)
        return try await context.idempotent(request, keep.database, keep.rules.scope(of: identity)) { transaction in
            let id = try await keep.take(sheet, by: identity, reference: context.reference, in: transaction)
            let look = try await keep.look(at: id, within: reach, by: identity, in: transaction)
            return try .json(SheetView(look), status: .created, location: "\(Import.apiPath)/\(id)")
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try .json(SheetView(try await look(context)))
    }

    @Sendable private func lines(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let reader = FieldReader(try request.queryTree())
        let verdict = reader.optionalChoice("verdict", VerdictKind.self)
        let page = reader.page(keys: 1)
        try reader.finish()
        let after = page.after.flatMap { Int($0.keys[0]) } ?? 0
        let shown = try await look(context).lines(verdict, after: after).prefix(page.limit + 1).map {
            SheetLineView(checked: $0, facts: keep.rules.facts($0), language: context.language)
        }
        return try .json(Page(shown, page) { Cursor(String($0.checked.line.number)) })
    }

    /// Makes what was seen, or nothing: 409 where something else would be made by now.
    @Sendable private func confirm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", SheetID.self)
        let reader = FieldReader(try await request.json(maximum: 8_192))
        let seen = reader.string("seen", in: 64...64)
        try reader.finish()
        let reach = try await keep.rules.reach(of: identity)
        return try await context.idempotent(request, keep.database, keep.rules.scope(of: identity)) { transaction in
            do {
                let outcome = try await keep.confirm(
                    id, seen: seen, within: reach, by: identity, reference: context.reference, in: transaction)
                guard outcome == .made else { throw Self.changed }
            } catch let problem as Problem where !problem.errors.isEmpty {
                // Somebody made one of them in the same moment: nothing is made.
                throw Self.changed
            }
            return try .json(SheetView(try await keep.look(at: id, within: reach, by: identity, in: transaction)))
        }
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await keep.remove(try context.id("id"), by: try context.require(), reference: context.reference)
        return Response(status: .noContent)
    }

    private func look(_ context: ServiceContext) async throws -> KeepSheets<Import>.Look {
        let identity = try context.require()
        return try await keep.look(at: try context.id("id"), within: try await keep.rules.reach(of: identity), by: identity)
    }

    private static var changed: Problem {
        Problem.conflict(
            Bilingual(
                vi: "Tình hình đã thay đổi: kết quả sẽ khác với điều bạn đã xem. Chưa có dòng nào được thực hiện; hãy xem lại.",
                en: "Something else than you saw would be made by now. Nothing was made: look at it again."))
    }
}
