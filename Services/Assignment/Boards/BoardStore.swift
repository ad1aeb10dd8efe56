import Database
import Models

/// The SQL of the board: open cases by state and by helper.
enum BoardStore {
    private static let columns: SQL = "case_id, code, form, state, helper, helper_name, urgent, opened_at, assigned_at"

    /// The oldest first.
    static func cases(in state: AssignmentState, limit: Int, in transaction: Transaction) async throws -> [BoardCase] {
        try await transaction.all(
            """
            select \(columns)
            from assignments
            where state = \(state) and closed_at is null
            order by opened_at, case_id
            limit \(limit)
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

    /// How many open cases stand in each state.
    static func counts(in transaction: Transaction) async throws -> [AssignmentState: Int] {
        let rows = try await transaction.rows("select state, count(*) as cases from assignments where closed_at is null group by state")
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.get("state"), try $0.get("cases")) })
    }
}
