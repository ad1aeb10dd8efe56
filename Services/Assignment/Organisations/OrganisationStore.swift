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

    /// As the filter sorts them, then by name and id.
    static func list(_ filter: OrganisationFilter, in transaction: Transaction) async throws -> [Organisation] {
        var conditions: [SQL] = ["true"]
        if let kind = filter.kind { conditions.append("kind = \(kind)") }
        if let province = filter.province { conditions.append("province = \(province)") }
        if let parent = filter.parent { conditions.append("parent = \(parent)") }
        let (key, sorting) = (filter.sorting.column.expression, filter.sorting)
        if let keys = filter.page.after?.keys {
            conditions.append("(\(key), title, id) \(sorting.beyond) (\(keys[0]), \(keys[1]), \(UUID(text: keys[2])))")
        }
        return try await transaction.all(
            """
            select \(Organisation.columns)
            from organisations
            where \(conditions.joined(" and "))
            \(sorting.order(by: key, "title", "id"))
            limit \(filter.page.limit + 1)
            """)
    }

    /// Those whose helpers a caller keeps, by province and name.
    static func keepingHelpers(_ identity: Identity, in transaction: Transaction) async throws -> [Organisation] {
        let condition: SQL
        switch identity.reach(.keepHelpers) {
        case .country: condition = "true"
        case .participating: condition = "province = \(identity.province)"
        case .organisation: condition = "id = \(identity.organisation) or parent = \(identity.organisation)"
        case .own, .branches, .province, nil: return []
        }
        let found: [Organisation] = try await transaction.all(
            "select \(Organisation.columns) from organisations where \(condition) order by province, title, id")
        return found.filter { identity.keepsHelpers(of: $0) }
    }
}
