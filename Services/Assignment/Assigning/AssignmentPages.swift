import Database
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/cases/{case}/assignment`: the panel of the case page and its forms.
struct AssignmentPages: Sendable {
    private let assignments: Assignments
    private let pages: PageRenderer

    init(_ assignments: Assignments, _ pages: PageRenderer) {
        self.assignments = assignments
        self.pages = pages
    }

    func add(to router: Router<ServiceContext>) {
        let group = router.group("cases/:case/assignment")
        group.get(use: show)
        group.post(use: pick)
        group.post("acceptance", use: accept)
        group.post("refusal", use: refuse)
        group.post("decision", use: decide)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await panel(try context.id("case"), request, context, typed: .null, problem: nil)
    }

    @Sendable private func pick(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await change(request, context) { reader in
            let wanted = PickRequest(reader)
            return { id, _, actor, transaction in
                try await assignments.pick(wanted, for: id, actor, check: { _ in }, in: transaction)
            }
        }
    }

    @Sendable private func accept(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await change(request, context) { _ in
            { id, identity, actor, transaction in
                try await assignments.accept(id, by: identity, actor, check: { _ in }, in: transaction)
            }
        }
    }

    @Sendable private func refuse(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await change(request, context) { reader in
            let refusal = Refusal(reader, grounds: assignments.refusalGrounds)
            return { id, identity, actor, transaction in
                try await assignments.refuse(refusal, of: id, by: identity, actor, check: { _ in }, in: transaction)
            }
        }
    }

    /// The form carries the version that was read, in place of `If-Match`.
    @Sendable private func decide(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await change(request, context) { reader in
            let decision = Decision(reader)
            let version = reader.int("version")
            let check: @Sendable (CaseAssignment) throws -> Void = {
                guard $0.version == version else { throw Problem.preconditionFailed() }
            }
            return { id, _, actor, transaction in
                try await assignments.decide(decision, on: id, actor, check: check, in: transaction)
            }
        }
    }

    /// One change on behalf of the caller.
    private typealias Change = (CaseID, Identity, Actor, Transaction) async throws -> CaseAssignment

    /// Reads the form, does the change and returns to the case; shows the panel again with what is wrong.
    private func change(
        _ request: Request, _ context: ServiceContext, _ read: (FieldReader) -> Change
    ) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("case", CaseID.self)
        let posted = try await request.form()
        try await assignments.checkVisible(id, to: identity)
        do {
            let reader = FieldReader(posted.joiningDates)
            let change = read(reader)
            try reader.finish()
            _ = try await assignments.database.transaction(.service) { transaction in
                try await change(id, identity, Actor(identity, context), transaction)
            }
            return pages.redirect(to: "/cases/\(id)", notice: "notice_assignment_changed")
        } catch let problem as Problem where problem.status == .unprocessableContent || problem.status == .conflict {
            return try await panel(id, request, context, typed: posted, problem: problem)
        }
    }

    private func panel(_ id: CaseID, _ request: Request, _ context: ServiceContext, typed: JSONValue, problem: Problem?) async throws
        -> Response
    {
        let identity = try context.require()
        let assignment = try await assignments.see(id, by: identity, Actor(identity, context))
        let mayPick = identity.may(.assign) && !assignment.isClosed
        let today = assignments.clock.today
        let helpers = try await assignments.database.transaction(identity.scope) { transaction in
            let filter = HelperFilter(organisation: assignment.organisation, active: true, page: PageRequest(limit: 199))
            return mayPick ? try await HelperStore.list(filter, on: today, in: transaction) : []
        }
        let kinds = assignments.rules.helperKinds(on: today)
        let model = AssignmentPanel(
            assignment: assignment, explanation: AssignmentView(assignment, for: identity).explanation, identity: identity,
            helpers: helpers.filter { kinds.may($0.kind, take: assignment.form) },
            grounds: assignments.rules.helperRefusalGrounds(on: today).all,
            form: Form(pages.sentences(context.language), values: typed, errors: problem?.errors ?? []),
            problem: problem.flatMap { $0.errors.isEmpty ? $0.detail?.text(context.language) : nil })
        return try pages.panel(
            "assignment-panel", model, title: .text("\(pages.sentences(context.language)("pick_title")) \(assignment.code)"),
            context: PageContext(request, context), status: problem?.status ?? .ok)
    }
}
