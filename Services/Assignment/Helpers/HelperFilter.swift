import Database
import Models
import ServiceKit

/// By what the list of helpers can be sorted.
enum HelperSort: String, CaseIterable, Sendable {
    case name, kind, organisation, points, cases

    /// As ``HelperStore`` selects it.
    var expression: SQL {
        switch self {
        case .name: "helpers.name_folded"
        case .kind: "helpers.kind"
        case .organisation: "organisations.title"
        case .points: "load.points::float8"
        case .cases: "load.cases::float8"
        }
    }

    func key(of helper: Helper) -> String {
        switch self {
        case .name: helper.foldedName
        case .kind: helper.kind.rawValue
        case .organisation: helper.organisationTitle
        case .points: String(helper.points)
        case .cases: String(helper.openCases)
        }
    }

    /// A key as a value of the expression.
    func value(_ key: String) -> SQL {
        switch self {
        case .name, .kind, .organisation: "\(key)"
        case .points, .cases: "\(Double(key) ?? 0)"
        }
    }
}

/// Which helpers are asked for.
struct HelperFilter: Sendable {
    var organisation: OrganisationID?
    var kind: HelperKind?
    /// A part of the name, with or without tones.
    var name: String?
    var active: Bool?
    var sorting = Self.usual
    var page: PageRequest

    static let usual = Sorting(HelperSort.name)

    init(
        organisation: OrganisationID? = nil, kind: HelperKind? = nil, name: String? = nil, active: Bool? = nil,
        sorting: Sorting<HelperSort> = HelperFilter.usual, page: PageRequest = PageRequest()
    ) {
        self.organisation = organisation
        self.kind = kind
        self.name = name
        self.active = active
        self.sorting = sorting
        self.page = page
    }

    /// From a query: `organisation`, `kind`, `q`, `active`, `sort`, `limit`, `after`. Throws 422. `notice` belongs to the pages.
    static func read(_ query: JSONValue) throws -> HelperFilter {
        let reader = FieldReader(query, ignoring: ["notice"])
        let filter = HelperFilter(
            organisation: reader.optionalID("organisation"), kind: reader.optionalChoice("kind"),
            name: reader.optionalString("q", in: 1...200), active: reader.optionalBool("active"),
            sorting: reader.sorting(usually: usual), page: reader.page(keys: 3))
        try reader.finish()
        return filter
    }

    /// Where the list goes on behind a helper.
    func cursor(_ helper: Helper) -> Cursor {
        Cursor(sorting.column.key(of: helper), helper.foldedName, helper.id.description)
    }

    /// For an address; nil where it is sorted as usual.
    var sorted: String? { sorting.text(unless: Self.usual) }
}
