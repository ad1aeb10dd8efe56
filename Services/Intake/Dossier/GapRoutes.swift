import Hummingbird
import Models
import ServiceKit

/// The JSON API of what dossiers lack.
struct GapRoutes: Sendable {
    let house: House
    let desk: GapDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/dossiers", use: list)
        router.get("/api/v1/dossiers/completeness", use: completeness)
    }

    /// What a list is narrowed to, from its query.
    static func filter(_ reader: FieldReader) -> GapFilter {
        GapFilter(
            helper: reader.optionalID("helper", HelperID.self), organisation: reader.optionalID("organisation", OrganisationID.self),
            late: reader.optionalBool("late"))
    }

    static func cursor(_ item: GapDesk.Item) -> Cursor { Cursor(Cursor.key(item.record.registeredAt), item.record.id.description) }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        let filter = Self.filter(reader)
        let page = reader.page(keys: 2)
        try reader.finish()
        let found = try await desk.list(filter, page, for: identity, by: Actor(identity, reference: context.reference))
        let more = found.items.count > page.limit
        let shown = Array(found.items.prefix(page.limit))
        return try .json(
            Page(
                items: shown.map { GapView($0, today: house.clock.today) },
                next: more ? shown.last.map(Self.cursor) : nil))
    }

    @Sendable private func completeness(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        let filter = Self.filter(reader)
        let by = reader.optionalChoice("by", among: ["helper", "organisation"]) ?? "helper"
        try reader.finish()
        let actor = Actor(identity, reference: context.reference)
        let items =
            by == "organisation"
            ? try await desk.byOrganisation(filter, for: identity, by: actor).map(CompletenessView.init)
            : try await desk.byHelper(filter, for: identity, by: actor).map(CompletenessView.init)
        return try .json(Page(items: items, next: nil))
    }
}
