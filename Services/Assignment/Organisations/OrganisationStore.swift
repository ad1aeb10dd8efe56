import Database
import Foundation
import Models
import ServiceKit

/// The SQL of the organisations.
enum OrganisationStore {
    static func find(_ id: OrganisationID, in transaction: Transaction) async throws -> Organisation? {
        try await transaction.first("select \(Organisation.columns) from organisations where id = \(id)")
    }

    /// Locks the row against other changes of it.
    static func findForUpdate(_ id: OrganisationID, in transaction: Transaction) async throws -> Organisation? {
        try await transaction.first("select \(Organisation.columns) from organisations where id = \(id) for no key update")
    }

    /// Throws a unique violation of `organisations_code_once` where the code is taken.
    static func insert(_ id: OrganisationID, _ draft: OrganisationDraft, at now: Date, in transaction: Transaction) async throws
        -> Organisation?
    {
        try await transaction.first(
            """
            insert into organisations (id, kind, parent, province, title, code, email, version, created_at)
            values (\(id), \(draft.kind), \(draft.parent), \(draft.province), \(draft.title), \(draft.code), \(draft.email), 1, \(now))
            returning \(Organisation.columns)
            """)
    }

    static func update(_ id: OrganisationID, title: String, email: String?, active: Bool, in transaction: Transaction) async throws
        -> Organisation?
    {
        try await transaction.first(
            """
            update organisations
            set title = \(title), email = \(email), active = \(active), version = version + 1
            where id = \(id)
            returning \(Organisation.columns)
            """)
    }

    /// By province, name and id.
    static func list(_ filter: OrganisationFilter, in transaction: Transaction) async throws -> [Organisation] {
        var conditions: [SQL] = ["true"]
        if let kind = filter.kind { conditions.append("kind = \(kind)") }
        if let province = filter.province { conditions.append("province = \(province)") }
        if let parent = filter.parent { conditions.append("parent = \(parent)") }
        if let keys = filter.page.after?.keys {
            conditions.append("(province, title, id) > (\(keys[0]), \(keys[1]), \(UUID(text: keys[2])))")
        }
        return try await transaction.all(
            """
            select \(Organisation.columns)
            from organisations
            where \(conditions.joined(" and "))
            order by province, title, id
            limit \(filter.page.limit + 1)
            """)
    }
}

/// Which organisations are asked for.
struct OrganisationFilter: Sendable {
    var kind: OrganisationKind?
    var province: String?
    var parent: OrganisationID?
    var page = PageRequest()

    /// From a query: `kind`, `province`, `parent`, `limit`, `after`. Throws 422. `notice` belongs to the pages.
    static func read(_ query: JSONValue) throws -> OrganisationFilter {
        let reader = FieldReader(query, ignoring: ["notice"])
        let filter = OrganisationFilter(
            kind: reader.optionalChoice("kind"), province: reader.optionalString("province", in: 1...10),
            parent: reader.optionalID("parent"), page: reader.page(keys: 3))
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
