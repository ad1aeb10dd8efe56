import Database
import Hummingbird
import Models
import Outbox
import Pages
import Rules
import ServiceKit

/// `/quotas`: how the officers stand in the quota year; a helper sees their own, with the cases that count.
struct QuotaPages: Sendable {
    let registers: Registers
    let pages: PageRenderer

    init(_ registers: Registers, _ pages: PageRenderer) {
        self.registers = registers
        self.pages = pages
    }

    func add(to router: Router<ServiceContext>) {
        router.get("quotas", use: show)
        router.get("home/quotas", use: home)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree(), ignoring: ["notice"])
        let standing = reader.optionalChoice("standing", QuotaLine.Standing.self)
        try reader.finish()
        let (lines, completed) = try await lines(for: identity, context, withCases: true)
        let model = QuotaPage(words: words(context), lines: lines, standing: standing, completed: completed)
        return try pages.page("assignment-quotas", model, title: "quotas_title", request, context)
    }

    @Sendable private func home(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let (lines, completed) = try await lines(for: identity, context, withCases: false)
        let overview = QuotaOverview(words: words(context))
        let model = completed == nil ? overview.centre(lines) : overview.own(lines.first)
        return try pages.panel("overview", model, title: .text(model.title), request, context)
    }

    private func words(_ context: ServiceContext) -> QuotaWords {
        let today = registers.clock.today
        return QuotaWords(t: pages.sentences(context.language), year: QuotaYear(of: today), pack: registers.rules.quotas(on: today))
    }

    /// The officers whom the caller sees, on record as a look at their list; and for a helper, who sees themselves, the cases that count.
    private func lines(for identity: Identity, _ context: ServiceContext, withCases: Bool) async throws -> ([QuotaLine], [CompletedCase]?) {
        let today = registers.clock.today
        let (year, pack) = (QuotaYear(of: today), registers.rules.quotas(on: today))
        let isOwn = identity.reach(.followHelpers) == .own
        return try await registers.database.transaction(identity.scope) { transaction in
            try transaction.audit(
                Actor(identity, context).entry("helpers.listed", of: "helper", isOwn ? identity.helper?.uuid : nil, identity.organisation),
                at: registers.clock.now)
            guard isOwn else {
                let officers = try await QuotaStore.officers(in: year, within: identity.scope, in: transaction)
                return (officers.map { QuotaLine($0, pack, in: year, on: today) }, nil)
            }
            guard let helper = identity.helper else { return ([], []) }
            let officers = try await QuotaStore.officers(helper, in: year, within: identity.scope, in: transaction)
            let cases = withCases ? try await QuotaStore.completed(by: helper, in: year, in: transaction) : []
            return (officers.map { QuotaLine($0, pack, in: year, on: today) }, cases)
        }
    }
}
