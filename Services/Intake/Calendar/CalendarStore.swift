import Database
import Models

/// The SQL of what a calendar has beside hearings.
struct CalendarStore: Sendable {
    /// What is to be done next on open cases, on days of the calendar.
    func steps(_ filter: CalendarFilter, limit: Int, within scope: Scope, in transaction: Transaction) async throws -> [NextStep] {
        try await steps("next_on between \(filter.from) and \(filter.to)", of: filter.helper, limit: limit, within: scope, in: transaction)
    }

    /// What should have been done before `today` and was not.
    func late(on today: LegalDate, of helper: HelperID?, limit: Int, within scope: Scope, in transaction: Transaction) async throws
        -> [NextStep]
    {
        try await steps("next_on < \(today)", of: helper, limit: limit, within: scope, in: transaction)
    }

    /// The helpers who have open cases, by name.
    func helpers(within scope: Scope, in transaction: Transaction) async throws -> [CaseHelper] {
        try await transaction.rows(
            """
            select distinct on (helper_name, helper) helper, helper_name, helper_kind
            from cases
            where \(scope.tenant) and \(CaseFilter.isOpen) and helper is not null
            order by helper_name, helper
            limit 500
            """
        ).compactMap { try CaseHelper(optional: $0) }
    }

    private func steps(_ days: SQL, of helper: HelperID?, limit: Int, within scope: Scope, in transaction: Transaction) async throws
        -> [NextStep]
    {
        let own: SQL = helper.map { "helper = \($0)" } ?? "true"
        return try await transaction.all(
            """
            select id, code, next_step, next_on, helper, helper_name, helper_kind
            from cases
            where \(scope.tenant) and \(CaseFilter.isOpen) and \(CaseFilter.isMoving) and \(days) and \(own)
            order by next_on, id
            limit \(limit)
            """)
    }
}

/// What is to be done next on a case, and when.
struct NextStep: RowDecodable {
    let caseID: CaseID
    let code: String
    let step: String?
    let on: LegalDate
    let helper: CaseHelper?

    init(_ row: Row) throws {
        caseID = try row.get("id")
        code = try row.get("code")
        step = try row.get("next_step")
        on = try row.get("next_on")
        helper = try CaseHelper(optional: row)
    }
}
