import Database
import Foundation
import Models

/// The SQL of what the home page shows of requests and cases: counts, by the indexes of what is open and what waits.
struct OverviewStore: Sendable {
    /// How many open cases there are, and how many of them wait for what.
    func counts(_ filter: CaseFilter, within scope: Scope, on today: LegalDate, in transaction: Transaction) async throws -> CaseCounts {
        let query: SQL = """
            select \(CaseCounts.columns(on: today))
            from cases
            where \(CaseFilter.isOpen) and \(filter.conditions(scope.tenant, on: today))
            """
        return try await transaction.first(query) ?? .none
    }

    /// The same for each organisation that has open cases.
    func countsByOrganisation(within scope: Scope, on today: LegalDate, in transaction: Transaction) async throws
        -> [OrganisationID: CaseCounts]
    {
        try await counts(by: "organisation", within: scope, on: today, in: transaction)
    }

    /// The same for each province that has open cases, by code.
    func countsByProvince(within scope: Scope, on today: LegalDate, in transaction: Transaction) async throws -> [String: CaseCounts] {
        try await counts(by: "province", within: scope, on: today, in: transaction)
    }

    private func counts<Place: Hashable & ColumnDecodable>(
        by column: SQL, within scope: Scope, on today: LegalDate, in transaction: Transaction
    ) async throws -> [Place: CaseCounts] {
        let rows = try await transaction.rows(
            """
            select \(column) as place, \(CaseCounts.columns(on: today))
            from cases
            where \(CaseFilter.isOpen) and \(scope.tenant)
            group by \(column)
            """)
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.get("place"), try CaseCounts($0)) })
    }

    /// How many cases were accepted and how many ended in each month from the month of `first` on; months without any are left out.
    func months(from first: LegalDate, within scope: Scope, in transaction: Transaction) async throws -> [MonthCount] {
        try await transaction.all(
            """
            select month, sum(begun)::bigint as begun, sum(ended)::bigint as ended
            from (
                select date_trunc('month', accepted_on)::date as month, count(*) as begun, 0 as ended
                from cases
                where accepted_on >= \(first) and \(scope.tenant)
                group by 1
                union all
                select date_trunc('month', ended_on)::date, 0, count(*)
                from cases
                where ended_on >= \(first) and \(scope.tenant)
                group by 1
            ) as counted
            group by month
            order by month
            """)
    }

    /// Open cases (whose work rests only where it should have gone on by now, or a paper has not come in time), those that are late first, then by the day of
    /// their next step.
    func pressing(_ filter: CaseFilter, limit: Int, within scope: Scope, on today: LegalDate, in transaction: Transaction) async throws
        -> [PressingCase]
    {
        try await transaction.all(
            """
            select id, code, client_name, state, stalled, missing_papers, papers_due_on, next_step, next_on
            from cases
            where \(CaseFilter.isOpen) and (\(CaseFilter.isMoving) or stalled or \(CaseNeed.papersLate.condition(on: today)))
                and \(filter.conditions(scope.tenant, on: today))
            order by stalled desc, next_on, registered_at, id
            limit \(limit)
            """)
    }

    /// How many requests wait for an answer, how many of them since before `late`, and how many for a supplement.
    func requests(late: Date, within scope: Scope, in transaction: Transaction) async throws -> RequestCounts {
        let query: SQL = """
            select count(*) filter (where state = 'received') as received,
                count(*) filter (where state = 'received' and received_at < \(late)) as late,
                count(*) filter (where state = 'supplement_asked') as supplement_asked
            from requests
            where state in ('received', 'supplement_asked') and \(scope.tenant)
            """
        return try await transaction.first(query) ?? RequestCounts()
    }
}

/// Requests that wait.
struct RequestCounts: RowDecodable {
    let received: Int
    let late: Int
    let supplementAsked: Int

    init() {
        (received, late, supplementAsked) = (0, 0, 0)
    }

    init(_ row: Row) throws {
        received = try row.get("received")
        late = try row.get("late")
        supplementAsked = try row.get("supplement_asked")
    }
}

/// What began and ended in a month.
struct MonthCount: RowDecodable {
    /// Its first day.
    let month: LegalDate
    let begun: Int
    let ended: Int

    init(_ row: Row) throws {
        month = try row.get("month")
        begun = try row.get("begun")
        ended = try row.get("ended")
    }
}

/// An open case with what it waits for.
struct PressingCase: RowDecodable {
    let id: CaseID
    let code: String
    let clientName: String
    let state: CaseState
    let stalled: Bool
    let missingPapers: Int
    let papersDueOn: LegalDate?
    let nextStep: String?
    let nextOn: LegalDate?

    init(_ row: Row) throws {
        id = try row.get("id")
        code = try row.get("code")
        clientName = try row.get("client_name")
        state = try row.get("state")
        stalled = try row.get("stalled")
        missingPapers = try row.get("missing_papers")
        papersDueOn = try row.get("papers_due_on")
        nextStep = try row.get("next_step")
        nextOn = try row.get("next_on")
    }
}
