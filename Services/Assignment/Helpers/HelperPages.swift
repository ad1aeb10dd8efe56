import Database
import Hummingbird
import Models
import Outbox
import Pages
import ServiceKit

/// `/helpers` for people: the list with its search, one helper, the forms.
struct HelperPages: Sendable {
    let registers: Registers
    let pages: PageRenderer

    init(_ registers: Registers, _ pages: PageRenderer) {
        self.registers = registers
        self.pages = pages
    }

    func add(to router: Router<ServiceContext>) {
        router.get("helpers", use: list)
        router.post("helpers", use: enter)
        router.get("helpers/new", use: new)
        router.get("helpers/:helper", use: show)
        router.post("helpers/:helper", use: change)
        router.get("helpers/:helper/edit", use: edit)
        router.post("helpers/:helper/absences", use: enterAbsence)
        router.post("helpers/:helper/absences/:absence/removal", use: removeAbsence)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let query = try request.queryTree()
        let filter = try HelperFilter.read(query)
        let found = try await registers.database.transaction(identity.scope) { transaction in
            try transaction.audit(
                Actor(identity, context).entry("helpers.listed", of: "helper", nil, identity.organisation), at: registers.clock.now)
            return try await HelperStore.list(filter, on: registers.clock.today, in: transaction)
        }
        let model = HelperListPage(
            page: Page(found.map(HelperView.init), filter.page) { filter.cursor($0.helper) }, filter: filter,
            mayEnter: identity.may(.keepHelpers), form: Form(pages.sentences(context.language), values: query))
        return try pages.page("assignment-helpers", model, title: "helpers_title", context: PageContext(request, context))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(of: try context.id("helper"), request, context)
    }

    /// One helper with the form of an absence; after an attempt that failed with what was typed.
    func page(
        of id: HelperID, _ request: Request, _ context: ServiceContext, absence: (JSONValue, Problem)? = nil
    ) async throws -> Response {
        let identity = try context.require()
        let today = registers.clock.today
        let (helper, mayChange, absences, cases) = try await registers.database.transaction(identity.scope) { transaction in
            let helper = try await KeepAbsence(registers: registers).helper(id, for: identity, in: transaction)
            try registers.record(lookAt: helper, by: Actor(identity, context), in: transaction)
            let employer = try await OrganisationStore.find(helper.organisation, in: transaction)
            return (
                helper, employer.map(identity.keepsHelpers) ?? false,
                identity.may(.followHelpers) ? try await AbsenceStore.list(of: id, limit: 20, before: nil, in: transaction) : nil,
                identity.may(.readAssignments) ? try await BoardStore.openCases(of: id, limit: 50, in: transaction) : nil
            )
        }
        let model = HelperPage(
            helper: helper, absences: absences, cases: cases, today: today, mayReadCases: identity.may(.readCases), mayChange: mayChange,
            mayEnterAbsence: identity.may(.keepAbsences),
            form: Form(pages.sentences(context.language), values: absence?.0 ?? .null, errors: absence?.1.errors ?? []))
        return try pages.page(
            "assignment-helper", model, title: .text(helper.name), context: PageContext(request, context),
            status: absence?.1.status ?? .ok)
    }
}
