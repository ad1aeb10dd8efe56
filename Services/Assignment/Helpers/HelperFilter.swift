import Models
import ServiceKit

/// Which helpers are asked for.
struct HelperFilter: Sendable {
    var organisation: OrganisationID?
    var kind: HelperKind?
    /// A part of the name, with or without tones.
    var name: String?
    var active: Bool?
    var page: PageRequest

    init(
        organisation: OrganisationID? = nil, kind: HelperKind? = nil, name: String? = nil, active: Bool? = nil,
        page: PageRequest = PageRequest()
    ) {
        self.organisation = organisation
        self.kind = kind
        self.name = name
        self.active = active
        self.page = page
    }

    /// From a query: `organisation`, `kind`, `q`, `active`, `limit`, `after`. Throws 422. `notice` belongs to the pages.
    static func read(_ query: JSONValue) throws -> HelperFilter {
        let reader = FieldReader(query, ignoring: ["notice"])
        let filter = HelperFilter(
            organisation: reader.optionalID("organisation"), kind: reader.optionalChoice("kind"),
            name: reader.optionalString("q", in: 1...200), active: reader.optionalBool("active"), page: reader.page(keys: 2))
        try reader.finish()
        return filter
    }
}
