import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/cases/{id}/pay`: what the helpers of a case are paid, step by step; the choice of the basis, and the appraisal of time.
struct PayPages: Sendable {
    private static let numbers: Set<String> = ["half_days", "lump_half_days", "document_rate", "preparation_limit", "lump_limit"]

    let house: House
    let renderer: PageRenderer
    let work: WorkDesk
    let desk: PayDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/{id}/pay", use: show)
        router.post("/cases/{id}/pay/terms", use: choose)
        router.post("/cases/{id}/pay/appraisal", use: appraise)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context, failed: nil)
    }

    private func page(_ request: Request, _ context: ServiceContext, failed: (typed: JSONValue, problem: Problem)?) async throws -> Response
    {
        let identity = try context.require()
        let (_, sheet) = try await work.read(context, part: "pay") { try await desk.sheet(of: $0, in: $1) }
        let t = renderer.sentences(context.language)
        let own = identity.helper.map { helper in sheet.helpers.contains { $0.helper.id == helper } } ?? false
        let model = PayPage(
            sheet: sheet, rules: house.rules, today: house.clock.today, mayChoose: identity.may(.workOnCases),
            chooser: identity.reach(.workOnCases) == .own ? identity.helper : nil,
            mayAppraise: identity.may(.appraiseTime) && !own,
            form: Form(t, values: failed?.typed ?? .null, errors: failed?.problem.errors ?? []))
        return try renderer.page(
            "intake-pay", model, title: "pay_title", context: PageContext(request, context),
            status: failed == nil ? .ok : .unprocessableContent)
    }

    @Sendable private func choose(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await submit(request, context, notice: "notice_pay_basis_chosen") { typed, change in
            try await desk.choose(typed, for: change)
        }
    }

    @Sendable private func appraise(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await submit(request, context, notice: "notice_time_appraised") { typed, change in
            let (fields, version) = typed.takingVersion
            guard version == change.record.version else { throw Problem.preconditionFailed() }
            _ = try await desk.appraise(fields, for: change)
        }
    }

    private func submit(
        _ request: Request, _ context: ServiceContext, notice: String, _ apply: (JSONValue, WorkDesk.Change) async throws -> Void
    ) async throws -> Response {
        let typed = try await request.form(maximum: 1_048_576)
        do {
            return try await work.change(request, context, key: typed.formKey) { change in
                try await apply(typed.withoutFormKey.joiningDates.readingCommas(in: Self.numbers), change)
                return renderer.redirect(to: "/cases/\(change.record.id)/pay", notice: notice)
            }
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await page(request, context, failed: (typed, problem))
        }
    }
}
