import Database
import Foundation
import Models
import ServiceKit

/// The SQL of the board: open cases by state and by helper.
enum BoardStore {
    /// A helper whom the scope does not show (a centre's, to its branch) has a name here and no page.
    private static let columns: SQL = """
        case_id, code, form, state, helper, helper_name, exists (select from helpers where helpers.id = assignments.helper) as helper_seen,
        urgent, accepted_on, opened_at, assigned_at
        """

    /// The oldest first, after `page.after` (opened_at, case_id).
    static func list(_ filter: BoardFilter, _ page: PageRequest, within scope: Scope, _ limits: BoardLimits, in transaction: Transaction)
        async throws -> [BoardCase]
    {
        let after = page.after.flatMap { cursor in
            Instant.parse(cursor.keys[0]).flatMap { at in CaseID(cursor.keys[1]).map { (at, $0) } }
        }
        return try await transaction.all(
            """
            select \(columns)
            from assignments
            where \(filter.conditions(within: scope, limits))
              and (\(after?.0)::timestamptz is null
                   or (date_trunc('milliseconds', opened_at), case_id) > (\(after?.0), \(after?.1)))
            order by date_trunc('milliseconds', opened_at), case_id
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
            where helper = \(helper) and closed_at is null and state = 'offered'
            order by assigned_at, case_id
            limit \(limit)
            """)
    }

    /// How many open cases stand in each state, and how many of those are late.
    static func counts(within scope: Scope, _ limits: BoardLimits, in transaction: Transaction) async throws -> BoardCounts {
        let rows = try await transaction.rows(
            """
            select state, count(*) as cases, count(*) filter (where \(limits.isLate)) as late
            from assignments
            where closed_at is null and \(scope.tenant)
            group by state
            """)
        var counts = BoardCounts()
        for row in rows {
            let state: AssignmentState = try row.get("state")
            counts.all[state] = try row.get("cases")
            counts.late[state] = try row.get("late")
        }
        return counts
    }
}

/// Open cases by the state of their assignment.
struct BoardCounts: Sendable {
    var all: [AssignmentState: Int] = [:]
    var late: [AssignmentState: Int] = [:]
}
