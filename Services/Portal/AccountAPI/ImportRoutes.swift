import Database
import Hummingbird
import Models
import Pages
import ServiceKit
import Spreadsheets

/// `/api/v1/account-imports`: accounts from a spreadsheet, looked at before anything is made, as behind the pages.
struct ImportRoutes: Sendable {
    let house: House
    let renderer: PageRenderer
    let places: AccountPlaces
    let imports: ImportAccounts
    let confirmation: Confirmation

    func add(to router: Router<ServiceContext>) {
        let group = router.group("api/v1/account-imports")
        group.post(use: take)
        group.get("{id}", use: show)
        group.get("{id}/lines", use: lines)
        group.post("{id}/confirmation", use: confirmation.guardingCall(confirm))
        group.delete("{id}", use: remove)
    }

    @Sendable private func take(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let file: SentSheet
        do {
            file = try await SentSheet(request)
        } catch let error as SpreadsheetError {
            throw Problem.validation([error.fieldError(renderer)])
        }
        let organisations = try await places(of: identity)
        return try await context.idempotent(request, house.database, .service) { transaction in
            let id = try await imports.take(
                file.sheet, fileName: file.name, by: identity, reference: context.reference, in: transaction)
            let look = try await imports.look(at: id, organisations, by: identity, in: transaction)
            return try .json(ImportView(look), status: .created, location: "/api/v1/account-imports/\(id)")
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try .json(ImportView(try await imports.look(at: try context.id("id"), by: try context.require())))
    }

    @Sendable private func lines(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let reader = FieldReader(try request.queryTree())
        let verdict = reader.optionalChoice("verdict", ImportVerdict.Kind.self)
        let page = reader.page(keys: 1)
        try reader.finish()
        let look = try await imports.look(at: try context.id("id"), by: try context.require())
        let after = page.after.flatMap { Int($0.keys[0]) } ?? 0
        let wanted = look.lines.filter { (verdict == nil || $0.verdict.kind == verdict) && $0.line.number > after }
        let shown = wanted.prefix(page.limit + 1).map { ImportLineView($0, context.language) }
        return try .json(Page(shown, page) { Cursor(String($0.number)) })
    }

    /// Makes what was seen, or nothing: 409 where something else would be made by now.
    @Sendable private func confirm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", AccountImportID.self)
        let reader = FieldReader(try await request.json(maximum: 8_192))
        let seen = reader.string("seen", in: 64...64)
        try reader.finish()
        let organisations = try await places(of: identity)
        return try await context.idempotent(request, house.database, .service) { transaction in
            do {
                let outcome = try await imports.confirm(
                    id, seen: seen, at: organisations, by: identity, reference: context.reference, in: transaction)
                guard outcome == .made else { throw Self.changed }
            } catch let problem as Problem where !problem.errors.isEmpty {
                // Somebody took a login in the same moment: nothing is made.
                throw Self.changed
            }
            let look = try await imports.look(at: id, organisations, by: identity, in: transaction)
            return try .json(ImportView(look))
        }
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await imports.remove(try context.id("id"), by: try context.require(), reference: context.reference)
        return Response(status: .noContent)
    }

    private static let changed = Problem.conflict(
        Bilingual(
            vi: "Tình hình đã thay đổi: sẽ tạo khác với điều bạn đã xem. Chưa tạo tài khoản nào; hãy xem lại.",
            en: "Something else than you saw would be made by now. Nothing was made: look at it again."))
}
