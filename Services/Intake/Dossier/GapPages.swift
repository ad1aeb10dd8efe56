import Database
import Directory
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/dossiers`: how complete dossiers are, by helper and by organisation, and what each lacks, by when and from whom.
struct GapPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let directory: Directory
    let desk: GapDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/dossiers", use: show)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let tree = try request.queryTree()
        let reader = FieldReader(tree, ignoring: ["notice"])
        let filter = GapRoutes.filter(reader)
        // Each line names all that its dossier lacks.
        let page = reader.page(keys: 2, usually: 20)
        try reader.finish()
        let t = renderer.sentences(context.language)
        let found = try await desk.list(filter, page, for: identity, by: Actor(identity, reference: context.reference))
        let sees = identity.reach(.readCases)
        let helpers = sees == .own || sees == .country ? [] : try await desk.byHelper(filter, for: identity)
        let places = sees == .province || sees == .country ? try await desk.byOrganisation(filter, for: identity) : []
        let names = try await house.database.transaction(identity.scope) { transaction in
            var names: [OrganisationID: String] = [:]
            for id in Set(places.map(\.organisation) + [filter.organisation].compactMap(\.self)) {
                names[id] = try await directory.organisation(id, in: transaction)?.title
            }
            return names
        }
        let model = GapListPage(
            found: found, helpers: helpers, places: places, names: names, filter: filter, page: page, today: house.clock.today,
            unconfirmed: house.rules.dossier(on: house.clock.today).note?.text(t.language.rawValue), t: t)
        return try renderer.panel("intake-dossiers", model, title: "dossiers_title", request, context)
    }
}
