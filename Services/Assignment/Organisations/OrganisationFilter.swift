import Database
import Models
import ServiceKit

/// By what the list of organisations can be sorted.
enum OrganisationSort: String, CaseIterable, Sendable {
    case province, name, kind, code

    /// The column, in `organisations`.
    var expression: SQL {
        switch self {
        case .province: "province"
        case .name: "title"
        case .kind: "kind"
        case .code: "code"
        }
    }

    func key(of organisation: Organisation) -> String {
        switch self {
        case .province: organisation.province
        case .name: organisation.title
        case .kind: organisation.kind.rawValue
        case .code: organisation.code
        }
    }
}

/// Which organisations are asked for.
struct OrganisationFilter: Sendable {
    var kind: OrganisationKind?
    var province: String?
    var parent: OrganisationID?
    var sorting = Self.usual
    var page = PageRequest()

    static let usual = Sorting(OrganisationSort.province)

    /// For an address; nil where it is sorted as usual.
    var sorted: String? { sorting.text(unless: Self.usual) }

    /// Where the list goes on behind an organisation.
    func cursor(_ organisation: Organisation) -> Cursor {
        Cursor(sorting.column.key(of: organisation), organisation.title, organisation.id.description)
    }

    /// From a query: `kind`, `province`, `parent`, `sort`, `limit`, `after`. Throws 422. `notice` belongs to the pages.
    static func read(_ query: JSONValue) throws -> OrganisationFilter {
        let reader = FieldReader(query, ignoring: ["notice"])
        var filter = OrganisationFilter(
            kind: reader.optionalChoice("kind"), province: reader.optionalString("province", in: 1...10),
            parent: reader.optionalID("parent"), page: reader.page(keys: 3))
        filter.sorting = reader.sorting(usually: usual)
        try reader.finish()
        return filter
    }

    init(kind: OrganisationKind? = nil, province: String? = nil, parent: OrganisationID? = nil, page: PageRequest = PageRequest()) {
        self.kind = kind
        self.province = province
        self.parent = parent
        self.page = page
    }
}
