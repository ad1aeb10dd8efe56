import HTTPTypes
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/cases/{id}/expenses`: what the helpers of a case spent, with the form of a new one, and the page of each, on which it is decided and corrected.
struct ExpensePages: Sendable {
    private static let largestForm = 65_536

    let house: House
    let renderer: PageRenderer
    let work: WorkDesk
    let pay: PayDesk
    let expenses: ExpenseStore
    let keep: KeepExpense

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/{id}/expenses", use: list)
        router.post("/cases/{id}/expenses", use: enter)
        router.get("/cases/{id}/expenses/{expense}", use: show)
        router.post("/cases/{id}/expenses/{expense}", use: correct)
        router.post("/cases/{id}/expenses/{expense}/withdrawal", use: withdraw)
        router.post("/cases/{id}/expenses/{expense}/decision", use: decide)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await panel(request, context, failed: nil)
    }

    private func panel(_ request: Request, _ context: ServiceContext, failed: Refused?) async throws -> Response {
        let identity = try context.require()
        let (record, found) = try await work.read(context, part: "expenses") { record, transaction in
            (
                try await expenses.list(of: record.id, in: transaction), try await expenses.papers(of: record.id, in: transaction),
                try await pay.sheet(of: record, in: transaction).everyone
            )
        }
        let own = identity.reach(.workOnCases) == .own
        let t = renderer.sentences(context.language)
        let model = ExpensePanel(
            record: record, expenses: found.0, papers: found.1, helpers: found.2.filter { !own || $0.id == identity.helper },
            rules: house.rules, today: house.clock.today,
            mayEnter: identity.may(.workOnCases) && (!record.state.isSettled || failed != nil),
            refused: failed?.notice(t), form: failed.map { Form(t, values: $0.typed, errors: $0.problem.errors) } ?? Form(t))
        return try renderer.page(
            "intake-expenses", model, title: "expenses_title", context: PageContext(request, context),
            status: failed?.problem.status ?? .ok)
    }

    @Sendable private func enter(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: Self.largestForm)
        do {
            return try await work.change(request, context, key: typed.formKey) { change in
                _ = try await keep.enter(typed.withoutFormKey.joiningDates.readingDong, for: change)
                return renderer.redirect(to: "/cases/\(change.record.id)/expenses", notice: "notice_expense_entered")
            }
        } catch let problem as Problem where Refused.keepsWhatWasTyped(problem) {
            return try await panel(request, context, failed: Refused(typed: typed, problem: problem, isDecision: false))
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context, failed: nil)
    }

    /// What was refused, and whether it was a decision: it comes back as it was typed.
    private struct Refused {
        let typed: JSONValue
        let problem: Problem
        let isDecision: Bool

        static func keepsWhatWasTyped(_ problem: Problem) -> Bool {
            problem.bringsFormBack || problem.status == .conflict
        }

        /// Says why, where no field is wrong.
        func notice(_ t: Sentences) -> Notice? {
            guard problem.errors.isEmpty else { return nil }
            guard problem.status == .conflict, let detail = problem.detail else { return .moved(t) }
            return Notice(.warning, text: detail.text(t.language))
        }
    }

    private func page(_ request: Request, _ context: ServiceContext, failed: Refused?) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("expense", ExpenseID.self)
        let (record, found) = try await work.read(context, part: "expenses") { record, transaction in
            (
                all: try await expenses.list(of: record.id, in: transaction),
                decisions: try await expenses.decisions(of: id, in: transaction),
                papers: try await expenses.papers(of: record.id, in: transaction),
                helpers: try await pay.sheet(of: record, in: transaction).helpers.map(\.helper.id)
            )
        }
        guard let expense = found.all.first(where: { $0.id == id }) else { throw Problem.notFound() }
        let t = renderer.sentences(context.language)
        let isOwn = identity.helper.map { found.helpers.contains($0) } ?? false
        let model = ExpensePage(
            record: record, expense: expense, state: expense.state(among: found.all), decisions: found.decisions, papers: found.papers,
            rules: house.rules, today: house.clock.today,
            mayDecide: identity.may(.appraiseTime) && !isOwn && (expense.superseded == nil || failed?.isDecision == true),
            mayCorrect: identity.may(.workOnCases) && expense.mayBeCorrected(by: identity)
                && (expense.superseded == nil && !record.state.isSettled || failed?.isDecision == false),
            refused: failed?.notice(t),
            decideForm: failed.flatMap { $0.isDecision ? Form(t, values: $0.typed, errors: $0.problem.errors) : nil } ?? Form(t),
            correctForm: failed.flatMap { failed in
                failed.isDecision ? nil : Form(t, values: expense.asForm(t).overlaid(by: failed.typed), errors: failed.problem.errors)
            } ?? Form(t, values: expense.asForm(t)))
        return try renderer.page(
            "intake-expense", model, title: .text(expense.title(house.rules, t)), context: PageContext(request, context),
            status: failed?.problem.status ?? .ok)
    }

    @Sendable private func correct(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.id("expense", ExpenseID.self)
        return try await submit(request, context, notice: "notice_expense_corrected") { typed, change in
            _ = try await keep.correct(id, typed, for: change)
        }
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.id("expense", ExpenseID.self)
        return try await submit(request, context, notice: "notice_expense_withdrawn") { typed, change in
            let reader = FieldReader(typed)
            let reason = reader.text("withdrawal", in: 1...500)
            try reader.finish()
            try await keep.withdraw(id, because: reason, for: change)
        }
    }

    @Sendable private func decide(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.id("expense", ExpenseID.self)
        return try await submit(request, context, notice: "notice_expense_decided", isDecision: true) { typed, change in
            try await keep.decide(id, typed.withoutSeen, for: change) { try typed.checkSeen($0.version) }
        }
    }

    private func submit(
        _ request: Request, _ context: ServiceContext, notice: String, isDecision: Bool = false,
        _ apply: (JSONValue, WorkDesk.Change) async throws -> Void
    ) async throws -> Response {
        let typed = try await request.form(maximum: Self.largestForm)
        do {
            return try await work.change(request, context, key: typed.formKey) { change in
                try await apply(typed.withoutFormKey.joiningDates.readingDong, change)
                return renderer.redirect(to: "/cases/\(change.record.id)/expenses", notice: notice)
            }
        } catch let problem as Problem where Refused.keepsWhatWasTyped(problem) {
            return try await page(request, context, failed: Refused(typed: typed, problem: problem, isDecision: isDecision))
        }
    }
}
