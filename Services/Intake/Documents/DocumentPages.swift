import Database
import Directory
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// Pages from which forms are printed: of a case, of a request, and the register.
struct DocumentPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let directory: Directory
    let desk: DocumentDesk
    let press: DocumentPress

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/{id}/documents", use: ofCase)
        router.get("/cases/{id}/documents/{form}") { _, context in try await desk.sheet(ofCase: context, as: "print").answer(renderer) }
        router.get("/requests/{id}/documents", use: ofRequest)
        router.get("/requests/{id}/documents/{form}") { _, context in try await desk.sheet(ofRequest: context, as: "print").answer(renderer)
        }
        router.get("/cases/register", use: register)
        router.get("/cases/register/sheet") { request, context in try await sheet(request, context, "print").answer(renderer) }
        router.get("/api/v1/register") { request, context in
            try await press.answer(try await sheet(request, context, "pdf"), named: "register")
        }
    }

    @Sendable private func ofCase(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (record, forms) = try await desk.forms(ofCase: context)
        let t = renderer.sentences(context.language)
        let panel = DocumentPanel(
            forms: forms, path: "/cases/\(record.id)", back: Link(record.code, to: "/cases/\(record.id)"), pack: desk.pack,
            mayKeep: try context.require().may(.keepDocumentTemplates), t: t)
        return try renderer.panel(
            "intake-documents", panel, title: .text(t("documents_title_of", ["code": record.code])), request, context)
    }

    @Sendable private func ofRequest(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (record, forms) = try await desk.forms(ofRequest: context)
        let t = renderer.sentences(context.language)
        let panel = DocumentPanel(
            forms: forms, path: "/requests/\(record.id)", back: Link(record.client.name, to: "/requests/\(record.id)"), pack: desk.pack,
            mayKeep: try context.require().may(.keepDocumentTemplates), t: t)
        return try renderer.panel(
            "intake-documents", panel, title: .text(t("documents_title_of", ["code": record.client.name])), request, context)
    }

    @Sendable private func register(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let query = try request.queryTree()
        let offered = try await offered(to: identity)
        let t = renderer.sentences(context.language)
        do {
            let asked = try RegisterRequest(query.joiningDates, offered: offered.map(\.id), today: house.clock.today)
            let page = RegisterPrintPage(
                asked: asked, offered: offered, pack: desk.pack, form: Form(t, values: asked.asForm),
                size: try await desk.volumes(of: asked, for: identity))
            return try renderer.page("intake-register-print", page, title: "register_print_title", request, context)
        } catch let problem as Problem where !problem.errors.isEmpty {
            let page = RegisterPrintPage(
                asked: nil, offered: offered, pack: desk.pack, form: Form(t, values: query, errors: problem.errors))
            return try renderer.page(
                "intake-register-print", page, title: "register_print_title", request, context, status: .unprocessableContent)
        }
    }

    private func sheet(_ request: Request, _ context: ServiceContext, _ format: String) async throws -> Sheet {
        let identity = try context.require()
        let offered = try await offered(to: identity).map(\.id)
        let asked = try RegisterRequest(try request.queryTree().joiningDates, offered: offered, today: house.clock.today)
        return try await desk.register(asked, for: identity, by: Actor(identity, reference: context.reference), as: format)
    }

    /// The organisations whose register may be printed, the caller's own first.
    private func offered(to identity: Identity) async throws -> [Organisation] {
        let found = try await house.database.transaction(identity.scope) { transaction in
            if let province = identity.province, identity.role == .province {
                return try await directory.organisations(ofProvince: province, in: transaction)
            }
            return try await directory.receiving(within: identity.scope, in: transaction)
        }
        return found.filter { $0.id == identity.organisation } + found.filter { $0.id != identity.organisation }
    }
}

extension RegisterRequest {
    /// As the form has it.
    fileprivate var asForm: JSONValue {
        .object([
            "organisation": .field(organisation.description), "from": .field(from.description), "to": .field(to.description),
        ])
    }
}
