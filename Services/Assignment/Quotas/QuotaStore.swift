import Database
import Models
import Rules

/// The SQL of quotas.
enum QuotaStore {
    /// Officers of a scope; more than any province has.
    private static let most = 2_000

    /// The active legal aid officers within the scope, by name, with what each completed in the year; of one helper alone where one is given.
    static func officers(_ helper: HelperID? = nil, in year: QuotaYear, within scope: Scope, in transaction: Transaction) async throws
        -> [QuotaOfficer]
    {
        let own: SQL = helper.map { "helpers.id = \($0)" } ?? "true"
        return try await transaction.all(
            """
            select helpers.id, helpers.name, organisations.title as organisation_title, helpers.appointed_on, credit.completed,
                away.absent_days
            from (select * from helpers where \(scope.tenant)) as helpers
            join organisations on organisations.id = helpers.organisation
            cross join lateral (
                select count(*) as completed
                from assignments
                where assignments.helper = helpers.id and closed_by = 'finished' and form = 'litigation'
                    and ended_on between \(year.from) and \(year.to)
            ) as credit
            cross join lateral (
                -- A day in two absences is one.
                select coalesce(sum(upper(span) - lower(span)), 0)::bigint as absent_days
                from unnest((
                    select range_agg(daterange(greatest(starts_on, \(year.from)), least(ends_on, \(year.to)), '[]'))
                    from absences
                    where absences.helper = helpers.id and ends_on >= \(year.from) and starts_on <= \(year.to)
                )) as span
            ) as away
            where helpers.kind = 'officer' and helpers.active and \(own)
            order by helpers.name_folded, helpers.id
            limit \(Self.most)
            """)
    }

    /// What one helper completed in the year, the latest first.
    static func completed(by helper: HelperID, in year: QuotaYear, in transaction: Transaction) async throws -> [CompletedCase] {
        try await transaction.all(
            """
            select case_id, code, ended_on
            from assignments
            where helper = \(helper) and closed_by = 'finished' and form = 'litigation' and ended_on between \(year.from) and \(year.to)
            order by ended_on desc, case_id
            """)
    }
}
