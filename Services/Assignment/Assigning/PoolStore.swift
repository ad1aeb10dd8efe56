import Database
import Foundation
import Models

/// The SQL of picking: who there is, and what stands against them.
enum PoolStore {
    /// Makes picks among the helpers of one centre and its branches wait for each other until the transaction ends, whichever copy of the
    /// service makes them: each sees the load that the one before has made.
    static func lock(_ centre: OrganisationID, in transaction: Transaction) async throws {
        _ = try await transaction.rows("select pg_advisory_xact_lock(hashtextextended(\("assignment.pick:\(centre)"), 0))")
    }

    /// The active helpers of `organisation`, with what the rules ask of them for that case; `also` is there even when not active.
    ///
    /// In conflict is who has taken a case of the opposing side, here or under the same card elsewhere.
    static func helpers(
        of organisation: OrganisationID, also helper: HelperID? = nil, for assignment: CaseAssignment, on today: LegalDate,
        recentSince: Date,
        in transaction: Transaction
    ) async throws -> [PoolHelper] {
        try await transaction.all(
            """
            with opposed as (
                select other_case as case_id from conflicts where case_id = \(assignment.id) and verdict = 'conflict'
                union
                select case_id from conflicts where other_case = \(assignment.id) and verdict = 'conflict'
            ), barred as (
                select distinct helpers.id, helpers.kind, helpers.card_number
                from opposed
                join offers on offers.case_id = opposed.case_id
                join helpers on helpers.id = offers.helper
                where offers.accepted_at is not null or offers.ending is distinct from 'refused'
            )
            select helpers.id, helpers.name, helpers.kind, helpers.organisation, organisations.kind as organisation_kind, helpers.active,
                exists (
                    select from absences
                    where absences.helper = helpers.id and absences.ends_on >= \(today) and absences.starts_on <= \(today)
                ) as absent,
                exists (
                    select from barred
                    where barred.id = helpers.id or (barred.kind = helpers.kind and barred.card_number = helpers.card_number)
                ) as in_conflict,
                exists (
                    select from offers
                    where offers.case_id = \(assignment.id) and offers.helper = helpers.id and offers.ending = 'refused'
                ) as refused,
                load.points, load.cases, recent.cases as recent, last.assigned_at as last_assigned_at
            from helpers
            join organisations on organisations.id = helpers.organisation
            cross join lateral (
                select coalesce(sum(weight), 0) as points, count(*) as cases
                from assignments
                where assignments.helper = helpers.id and \(CaseResting.isAtWork)
            ) as load
            cross join lateral (
                select count(*) as cases from offers where offers.helper = helpers.id and offered_at >= \(recentSince)
            ) as recent
            cross join lateral (
                select max(offered_at) as assigned_at from offers where offers.helper = helpers.id
            ) as last
            where helpers.organisation = \(organisation) and (helpers.active or helpers.id = \(helper))
            order by helpers.id
            """)
    }
}
