import Database
import Hummingbird
import Models
import Outbox
import Pages
import Rules
import ServiceKit

/// `/cases/{case}/assignment`: the panel of the case page and its forms.
struct AssignmentPages: Sendable {
    private let assignments: Assignments
    private let helpers: HelperSuggestions
    private let pages: PageRenderer

    init(_ assignments: Assignments, _ pages: PageRenderer) {
        self.assignments = assignments
        helpers = HelperSuggestions(rules: assignments.rules, clock: assignments.clock)
        self.pages = pages
    }

    func add(to router: Router<ServiceContext>) {
        let group = router.group("cases/:case/assignment")
        group.get(use: show)
        group.get("helpers", use: suggestions)
        group.post(use: pick)
        group.post("acceptance", use: accept)
        group.post("refusal", use: refuse)
        group.post("decision", use: decide)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.id("case", CaseID.self)
        return try await pages.panel(of: id, at: assignments.clock.now, request, context) {
            try await panel(id, request, context, typed: .null, problem: nil)
        }
    }

    /// `?q=`: whom the case can be given to, for the field of the helper; on record as a look at the list.
    @Sendable private func suggestions(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("case", CaseID.self)
        let assignment = try await assignments.checkVisible(id, to: identity)
        let reader = FieldReader(try request.queryTree())
        let text = reader.optionalString("q", in: 1...200) ?? ""
        try reader.finish()
        let found = try await assignments.database.transaction(identity.scope) { transaction in
            try transaction.audit(
                Actor(identity, context).entry("helpers.listed", of: "helper", nil, identity.organisation), at: assignments.clock.now)
            return try await helpers.found(text, for: assignment, in: transaction)
        }
        let t = pages.sentences(context.language)
        let items = found.map { helper in
            let values = ["kind": t.label(helper.kind), "load": t.formats.number(helper.points, places: 1)]
            return ["name": HelperSuggestions.words(for: helper), "detail": t("pick_choice", values)]
        }
        return try .json(["items": items])
    }

    /// Says what came of it: another helper, nobody, or nothing, where the case has a helper and no reason to replace them was given.
    @Sendable private func pick(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await change(request, context) { reader in
            let wanted = PickRequest(form: reader, grounds: assignments.changeGrounds)
            return { before, identity, actor, transaction in
                var wanted = wanted
                if let name = wanted.name {
                    wanted.helper = try await helpers.named(name, for: before, in: transaction)
                } else if before.helper != nil, wanted.reason == nil, wanted.ground == nil {
                    throw Self.reasonIsMissing
                }
                let after = try await assignments.pick(wanted, for: before.id, actor, check: { _ in }, in: transaction)
                return Outcome(before, after.helper == nil ? "notice_still_waiting" : "notice_assignment_changed")
            }
        }
    }

    @Sendable private func accept(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await change(request, context) { _ in
            { before, identity, actor, transaction in
                _ = try await assignments.accept(before.id, by: identity, actor, check: { _ in }, in: transaction)
                return Outcome(before, "notice_offer_accepted")
            }
        }
    }

    /// Leads to the helper's own list: the case is somebody else's from now on.
    @Sendable private func refuse(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await change(request, context) { reader in
            let refusal = Refusal(reader, grounds: assignments.refusalGrounds)
            return { before, identity, actor, transaction in
                _ = try await assignments.refuse(refusal, of: before.id, by: identity, actor, check: { _ in }, in: transaction)
                return Outcome(path: "/cases", notice: "notice_offer_refused")
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
            return { before, _, actor, transaction in
                _ = try await assignments.decide(decision, on: before.id, actor, check: check, in: transaction)
                return Outcome(before, "notice_decision_kept")
            }
        }
    }

    /// Where a change leads, and what is said there.
    private struct Outcome {
        let path: String
        let notice: String

        init(path: String, notice: String) {
            self.path = path
            self.notice = notice
        }

        /// Back to the case.
        init(_ assignment: CaseAssignment, _ notice: String) {
            self.init(path: "/cases/\(assignment.id)", notice: notice)
        }
    }

    /// One change on behalf of the caller, of the assignment as it was when they asked.
    private typealias Change = (CaseAssignment, Identity, Actor, Transaction) async throws -> Outcome

    private static let reasonIsMissing = Problem.validation([
        FieldError(
            "/reason", code: "required",
            message: Bilingual(
                vi: "Vụ việc đã có người thực hiện. Hãy nêu lý do thay người, hoặc chọn người khác.",
                en: "The case has a helper. Say why they are to be replaced, or name another one."))
    ])

    /// Reads the form, does the change and leads on; shows the panel again with what is wrong.
    private func change(
        _ request: Request, _ context: ServiceContext, _ read: (FieldReader) -> Change
    ) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("case", CaseID.self)
        let posted = try await request.form()
        let before = try await assignments.checkVisible(id, to: identity)
        do {
            let reader = FieldReader(posted.joiningDates)
            let change = read(reader)
            try reader.finish()
            let outcome = try await assignments.database.transaction(.service) { transaction in
                try await change(before, identity, Actor(identity, context), transaction)
            }
            return pages.redirect(to: outcome.path, notice: outcome.notice)
        } catch let problem as Problem where problem.status == .unprocessableContent || problem.status == .conflict {
            return try await panel(id, request, context, typed: posted, problem: problem)
        }
    }

    private func panel(_ id: CaseID, _ request: Request, _ context: ServiceContext, typed: JSONValue, problem: Problem?) async throws
        -> Response
    {
        let identity = try context.require()
        let assignment = try await assignments.see(id, by: identity, Actor(identity, context))
        let today = assignments.clock.today
        let isHelperSeen = try await assignments.database.transaction(identity.scope) { transaction in
            guard let helper = assignment.helper, identity.role != .helper || helper == identity.helper else { return false }
            return try await HelperStore.find(helper, on: today, in: transaction) != nil
        }
        let model = AssignmentPanel(
            assignment: assignment, explanation: AssignmentView(assignment, for: identity).explanation, identity: identity,
            due: BoardLimits(assignments.rules, now: assignments.clock.now).due(of: assignment), isHelperSeen: isHelperSeen,
            grounds: assignments.rules.helperRefusalGrounds(on: today).all,
            changeGrounds: assignments.rules.helperChangeGrounds(on: today).all,
            form: Form(pages.sentences(context.language), values: typed, errors: problem?.errors ?? []),
            problem: problem.flatMap { $0.errors.isEmpty ? $0.detail?.text(context.language) : nil })
        return try pages.panel(
            "assignment-panel", model, title: .text("\(pages.sentences(context.language)("pick_title")) \(assignment.code)"),
            context: PageContext(request, context), status: problem?.status ?? .ok)
    }
}
