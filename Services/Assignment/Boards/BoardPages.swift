import Database
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/assignments`: what waits, what was offered, what was taken, and the load of the helpers. `/home/assignments`: the same on the home page.
struct BoardPages: Sendable {
    /// Lines of a table on the home page; the rest is behind its link.
    private static let lines = 8

    private let database: Database
    private let rules: RulePacks
    private let clock: WallClock
    private let pages: PageRenderer

    init(_ house: House, _ pages: PageRenderer) {
        database = house.database
        rules = house.rules
        clock = house.clock
        self.pages = pages
    }

    func add(to router: Router<ServiceContext>) {
        router.get("assignments", use: show)
        router.get("home/assignments", use: home)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let query = try request.queryTree()
        let reader = FieldReader(query, ignoring: ["notice"])
        let filter = BoardFilter(reader)
        let page = reader.page(keys: 3)
        try reader.finish()
        let today = clock.today
        let limits = BoardLimits(rules, now: clock.now)
        let model = try await database.transaction(identity.scope) { transaction in
            BoardPage(
                counts: try await BoardStore.counts(within: identity.scope, limits, in: transaction),
                found: try await BoardStore.list(filter, page, within: identity.scope, limits, in: transaction), filter: filter, page: page,
                limits: limits,
                helpers: try await HelperStore.list(HelperFilter(active: true, page: PageRequest(limit: 199)), on: today, in: transaction),
                form: Form(pages.sentences(context.language), values: query))
        }
        return try pages.page("assignment-board", model, title: "board_title", context: PageContext(request, context))
    }

    /// To a helper the offers that wait for their answer, to everybody else the cases that wait for a helper.
    @Sendable private func home(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let limits = BoardLimits(rules, now: clock.now)
        let overview = AssignmentsOverview(t: pages.sentences(context.language), limits: limits)
        let model = try await database.transaction(identity.scope) { transaction in
            guard identity.reach(.readAssignments) == .own else {
                return overview.centre(
                    try await BoardStore.counts(within: identity.scope, limits, in: transaction),
                    waiting: try await BoardStore.list(
                        BoardFilter(state: .waiting), PageRequest(limit: Self.lines), within: identity.scope, limits, in: transaction),
                    lines: Self.lines)
            }
            guard let helper = identity.helper else { throw Problem.notFound() }
            return overview.own(try await BoardStore.offers(to: helper, limit: 50, in: transaction))
        }
        return try pages.panel("overview", model, title: .text(model.title), request, context)
    }
}
