import Database
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/organisations` for people: the list, and the form of a new one.
struct OrganisationPages: Sendable {
    private let registers: Registers
    private let pages: PageRenderer

    init(_ registers: Registers, _ pages: PageRenderer) {
        self.registers = registers
        self.pages = pages
    }

    func add(to router: Router<ServiceContext>) {
        router.get("organisations", use: list)
        router.post("organisations", use: enter)
        router.get("organisations/new", use: new)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let filter = try OrganisationFilter.read(try request.queryTree())
        let found = try await registers.database.transaction(identity.scope) { transaction in
            try await OrganisationStore.list(filter, in: transaction)
        }
        let page = Page(found.map(OrganisationView.init), filter.page) { filter.cursor($0.organisation) }
        let model = OrganisationListPage(
            page: page, filter: filter, mayEnter: identity.may(.keepOrganisations),
            provinces: registers.rules.provinces, t: pages.sentences(context.language))
        return try pages.page("assignment-organisations", model, title: "organisations_title", context: PageContext(request, context))
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        return try await form(Form(pages.sentences(context.language)), identity, request, context)
    }

    @Sendable private func enter(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let posted = try await request.form()
        do {
            let reader = FieldReader(posted)
            let draft = OrganisationDraft(reader, rules: registers.rules)
            try reader.finish()
            _ = try await registers.database.transaction(identity.scope) { transaction in
                try await EnterOrganisation(registers: registers).enter(
                    draft, by: identity, Actor(identity, context), in: transaction)
            }
            return pages.redirect(to: "/organisations", notice: "notice_organisation_entered")
        } catch let problem as Problem where !problem.errors.isEmpty {
            let form = Form(pages.sentences(context.language), values: posted, errors: problem.errors)
            return try await self.form(form, identity, request, context, status: problem.status)
        }
    }

    private func form(
        _ form: Form, _ identity: Identity, _ request: Request, _ context: ServiceContext, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let centres = try await registers.database.transaction(identity.scope) { transaction in
            try await OrganisationStore.list(OrganisationFilter(kind: .centre, page: PageRequest(limit: 200)), in: transaction)
        }
        let model = OrganisationFormPage(
            form: form, centres: centres.filter { identity.keeps(kind: .branch, parent: $0.id, province: $0.province) },
            kinds: OrganisationKind.allCases.filter { identity.mayKeep($0) }, provinces: registers.rules.provinces)
        return try pages.page(
            "assignment-organisation-form", model, title: "organisations_new", context: PageContext(request, context), status: status)
    }
}

extension Identity {
    /// Whether this caller may enter organisations of that kind at all.
    fileprivate func mayKeep(_ kind: OrganisationKind) -> Bool {
        switch role {
        case .system, .ministry: true
        case .province: kind.isParticipating
        default: kind == .branch
        }
    }
}
