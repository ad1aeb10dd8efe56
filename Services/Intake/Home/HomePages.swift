import Database
import Directory
import Hummingbird
import Models
import Outbox
import Pages
import Rules
import ServiceKit

/// `/home/requests` and `/home/cases`: Intake's panels of the home page, each for whoever asks.
struct HomePages: Sendable {
    /// Lines of a table on the home page; the rest is behind its link.
    private static let lines = 8

    let house: House
    let renderer: PageRenderer
    let requests: RequestStore
    let directory: Directory
    private let store = OverviewStore()

    init(house: House, renderer: PageRenderer, requests: RequestStore, directory: Directory) {
        self.house = house
        self.renderer = renderer
        self.requests = requests
        self.directory = directory
    }

    func add(to router: Router<ServiceContext>) {
        router.get("/home/requests", use: waiting)
        router.get("/home/cases", use: cases)
    }

    /// Shows names of clients: a look at the list, and audited as one.
    @Sendable private func waiting(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let scope = identity.scope
        let now = house.clock.now
        let late = house.rules.deadlines(on: LegalDate(now))[.requestAnswer].lateBefore(now, in: house.rules.calendar)
        let actor = Actor(identity, reference: context.reference)
        let (counts, oldest) = try await house.database.transaction(scope) { transaction in
            try transaction.audit(actor.entry("requests.listed", "request", nil, identity.organisation), at: now)
            return (
                try await store.requests(late: late, within: scope, in: transaction),
                try await requests.list(
                    RequestFilter(state: .received), PageRequest(limit: Self.lines), oldestFirst: true, within: scope, in: transaction)
            )
        }
        let overview = RequestsOverview(t: renderer.sentences(context.language), rules: house.rules, now: now)
            .overview(counts, oldest: Array(oldest.prefix(Self.lines)))
        return try renderer.panel("overview", overview, title: .text(overview.title), request, context)
    }

    @Sendable private func cases(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let overview = CasesOverview(t: renderer.sentences(context.language), today: house.clock.today)
        let model =
            switch identity.reach(.readCases) {
            case .own: try await own(identity, context, overview)
            case .province: try await organisations(identity, overview)
            case .country: try await provinces(identity, overview)
            default: try await centre(identity, overview)
            }
        return try renderer.panel("overview", model, title: .text(model.title), request, context)
    }

    /// Names clients: audited.
    private func own(_ identity: Identity, _ context: ServiceContext, _ overview: CasesOverview) async throws -> Overview {
        guard let helper = identity.helper else { throw Problem.notFound() }
        let filter = CaseFilter(helper: helper)
        let actor = Actor(identity, reference: context.reference)
        return try await house.database.transaction(identity.scope) { transaction in
            try transaction.audit(actor.entry("cases.listed", "case", nil, identity.organisation), at: house.clock.now)
            return overview.own(
                try await store.counts(filter, within: identity.scope, on: overview.today, in: transaction),
                try await store.pressing(filter, limit: Self.lines, within: identity.scope, on: overview.today, in: transaction))
        }
    }

    private func centre(_ identity: Identity, _ overview: CasesOverview) async throws -> Overview {
        let leads: Set<Role> = [.branchLeader, .leader, .administrator]
        let first = CasesOverview.months(upTo: overview.today).first
        return try await house.database.transaction(identity.scope) { transaction in
            let counts = try await store.counts(CaseFilter(), within: identity.scope, on: overview.today, in: transaction)
            guard leads.contains(identity.role), let first else { return overview.centre(counts, months: nil) }
            return overview.centre(counts, months: try await store.months(from: first, within: identity.scope, in: transaction))
        }
    }

    private func organisations(_ identity: Identity, _ overview: CasesOverview) async throws -> Overview {
        try await house.database.transaction(identity.scope) { transaction in
            overview.organisations(
                try await store.countsByOrganisation(within: identity.scope, on: overview.today, in: transaction),
                of: try await directory.organisations(ofProvince: identity.province ?? "", in: transaction))
        }
    }

    private func provinces(_ identity: Identity, _ overview: CasesOverview) async throws -> Overview {
        try await house.database.transaction(identity.scope) { transaction in
            overview.provinces(
                try await store.countsByProvince(within: identity.scope, on: overview.today, in: transaction), of: house.rules.provinces)
        }
    }
}
