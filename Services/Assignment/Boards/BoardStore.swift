import Database
import Foundation
import Models
import ServiceKit

/// The SQL of the board: open cases by state and by helper.
enum BoardStore {
    /// A helper by the name that they have now; one whom the scope does not show (a centre's, to its branch) by the one that they had when they
    /// were given the case, and without a page.
    private static let columns: SQL = """
        case_id, code, form, state, helper,
        coalesce((select name from helpers where helpers.id = assignments.helper), helper_name) as helper_name,
        exists (select from helpers where helpers.id = assignments.helper) as helper_seen,
        urgent, held, accepted_at_once, clock_at, clock_on, clock_limit, decision_number, opened_at, assigned_at
        """

    /// What is late first, then what has hours and not days, each the oldest first; after `page.after` (rank, opened_at, case_id).
    static func list(_ filter: BoardFilter, _ page: PageRequest, within scope: Scope, _ limits: BoardLimits, in transaction: Transaction)
        async throws -> [BoardCase]
    {
        let after = page.after.flatMap { cursor in
            Int(cursor.keys[0]).flatMap { rank in
                cursor.instant(at: 1).flatMap { at in CaseID(cursor.keys[2]).map { (rank, at, $0) } }
            }
        }
        return try await transaction.all(
            """
            select \(columns)
            from (
                select *, \(limits.rank) as rank
                from assignments
                where \(filter.conditions(within: scope, limits))
            ) as assignments
            where \(after?.0)::bigint is null or (rank, opened_at, case_id) > (\(after?.0), \(after?.1), \(after?.2))
            order by rank, opened_at, case_id
            limit \(page.limit + 1)
            """)
    }

    static func openCases(of helper: HelperID, limit: Int, in transaction: Transaction) async throws -> [BoardCase] {
        try await transaction.all(
            """
            select \(columns)
            from assignments
            where helper = \(helper) and closed_at is null
            order by opened_at, case_id
            limit \(limit)
            """)
    }

    /// Offers that a helper has not answered, the oldest first.
    static func offers(to helper: HelperID, limit: Int, in transaction: Transaction) async throws -> [BoardCase] {
        try await transaction.all(
            """
            select \(columns)
            from assignments
            where helper = \(helper) and \(CaseResting.isAtWork) and state = 'offered'
            order by assigned_at, case_id
            limit \(limit)
            """)
    }

    /// How many open cases stand in each state, and how many wait too long for what.
    static func counts(within scope: Scope, _ limits: BoardLimits, in transaction: Transaction) async throws -> BoardCounts {
        let rows = try await transaction.rows(
            """
            select state, count(*) as cases, count(*) filter (where \(limits.condition(.helper))) as helper,
                count(*) filter (where \(limits.condition(.decision))) as decision,
                count(*) filter (where \(limits.condition(.answer))) as answer
            from assignments
            where \(CaseResting.isAtWork) and \(scope.tenant)
            group by state
            """)
        var counts = BoardCounts()
        for row in rows {
            let state: AssignmentState = try row.get("state")
            counts.all[state] = try row.get("cases")
            for kind in Lateness.allCases { counts.late[kind, default: 0] += try row.get(kind.rawValue) }
        }
        return counts
    }
}

/// Open cases by the state of their assignment, and by what is late about them.
struct BoardCounts: Sendable {
    var all: [AssignmentState: Int] = [:]
    var late: [Lateness: Int] = [:]
}
