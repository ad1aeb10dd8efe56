import Database
import Foundation
import Models
import ServiceKit

/// The SQL of what dossiers lack.
struct GapStore: Sendable {
    /// How many helpers, or organisations, one page tells of: those that lack most.
    static let most = 200

    func total(_ filter: GapFilter, within scope: Scope, on today: LegalDate, in transaction: Transaction) async throws -> Completeness {
        let query: SQL = "select \(Completeness.columns) from cases where \(filter.conditions(scope.tenant, on: today))"
        guard let total: Completeness = try await transaction.first(query) else { throw Problem.internalError() }
        return total
    }

    /// The cases that nobody has are one line.
    func byHelper(_ filter: GapFilter, within scope: Scope, on today: LegalDate, in transaction: Transaction) async throws
        -> [HelperCompleteness]
    {
        try await transaction.all(
            """
            select helper, max(helper_name) as helper_name, \(Completeness.columns)
            from cases
            where \(filter.conditions(scope.tenant, on: today))
            group by helper
            order by missing desc, helper_name, helper
            limit \(Self.most)
            """)
    }

    func byOrganisation(_ filter: GapFilter, within scope: Scope, on today: LegalDate, in transaction: Transaction) async throws
        -> [OrganisationCompleteness]
    {
        try await transaction.all(
            """
            select organisation, \(Completeness.columns)
            from cases
            where \(filter.conditions(scope.tenant, on: today))
            group by organisation
            order by missing desc, organisation
            limit \(Self.most)
            """)
    }

    /// Cases whose dossier lacks something, those registered first at the top, after `page.after` (registered_at, id).
    func list(
        _ filter: GapFilter, _ page: PageRequest, within scope: Scope, on today: LegalDate, in transaction: Transaction
    ) async throws -> [CaseRecord] {
        let after = page.after.flatMap { cursor in cursor.instant(at: 0).flatMap { at in CaseID(cursor.keys[1]).map { (at: at, id: $0) } } }
        let rest: SQL = after.map { "and (registered_at, id) > (\($0.at), \($0.id))" } ?? ""
        let query = scope.first("order by registered_at, id limit \(page.limit + 1)") { tenant in
            "select \(CaseStore.columns) from cases where missing_papers > 0 and \(filter.conditions(tenant, on: today)) \(rest)"
        }
        return try await transaction.all(query)
    }
}
