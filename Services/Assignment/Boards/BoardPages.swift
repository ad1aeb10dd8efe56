import Database
import Hummingbird
import Models
import Pages
import ServiceKit

/// `/assignments`: what waits, what was offered, what was taken, and the load of each helper.
struct BoardPages: Sendable {
    private let database: Database
    private let clock: WallClock
    private let pages: PageRenderer

    init(_ house: House, _ pages: PageRenderer) {
        database = house.database
        clock = house.clock
        self.pages = pages
    }

    func add(to router: Router<ServiceContext>) {
        router.get("assignments", use: show)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let today = clock.today
        let model = try await database.transaction(identity.scope) { transaction in
            BoardPage(
                counts: try await BoardStore.counts(in: transaction),
                waiting: try await BoardStore.cases(in: .waiting, limit: 50, in: transaction),
                offered: try await BoardStore.cases(in: .offered, limit: 50, in: transaction),
                accepted: try await BoardStore.cases(in: .accepted, limit: 50, in: transaction),
                helpers: try await HelperStore.list(HelperFilter(active: true, page: PageRequest(limit: 199)), on: today, in: transaction),
                t: pages.sentences(context.language))
        }
        return try pages.page("assignment-board", model, title: "board_title", context: PageContext(request, context))
    }
}
