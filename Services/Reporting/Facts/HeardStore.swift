import Database
import Models
import Rules

/// The SQL of what was heard. Each message writes its own part of a case, unless a newer one has.
struct HeardStore: Sendable {
    /// What a correction of the register told since stays.
    func opened(_ message: CaseOpened, version: Int, in transaction: Transaction) {
        let isNewer: SQL = "cases.corrected_version < excluded.opened_version"
        transaction.later(
            """
            insert into cases (id, organisation, opened_version, province, code, form, field, gender, counted_as, poor_and_ethnic_minority,
                accepted_on)
            values (\(message.case), \(message.organisation), \(version), \(message.province), \(message.code), \(message.form),
                \(message.field), \(message.gender), \(message.countedAs), \(message.poorAndEthnicMinority), \(message.acceptedOn))
            on conflict (id) do update
            set organisation = excluded.organisation, opened_version = excluded.opened_version, province = excluded.province,
                code = excluded.code, accepted_on = excluded.accepted_on, form = case when \(isNewer) then excluded.form else cases.form end,
                field = case when \(isNewer) then excluded.field else cases.field end,
                gender = case when \(isNewer) then excluded.gender else cases.gender end,
                counted_as = case when \(isNewer) then excluded.counted_as else cases.counted_as end,
                poor_and_ethnic_minority = case when \(isNewer) then excluded.poor_and_ethnic_minority else cases.poor_and_ethnic_minority end
            where cases.opened_version < excluded.opened_version
            """)
    }

    /// What the register says now of what is counted, unless a later correction came before.
    func corrected(_ message: CaseCorrected, version: Int, in transaction: Transaction) {
        transaction.later(
            """
            insert into cases (id, organisation, corrected_version, form, field, gender, counted_as, poor_and_ethnic_minority)
            values (\(message.case), \(message.organisation), \(version), \(message.form), \(message.field), \(message.gender),
                \(message.countedAs), \(message.poorAndEthnicMinority))
            on conflict (id) do update
            set corrected_version = excluded.corrected_version, form = excluded.form, field = excluded.field, gender = excluded.gender,
                counted_as = excluded.counted_as, poor_and_ethnic_minority = excluded.poor_and_ethnic_minority
            where greatest(cases.corrected_version, cases.opened_version) < excluded.corrected_version
            """)
    }

    func ended(_ id: CaseID, of organisation: OrganisationID, _ end: HeardCase.End, version: Int, in transaction: Transaction) {
        transaction.later(
            """
            insert into cases (id, organisation, ended_version, ending, ended_on, ended_helper, ended_entered_at)
            values (\(id), \(organisation), \(version), \(end.ending), \(end.date), \(end.helper), \(end.enteredAt))
            on conflict (id) do update
            set ended_version = excluded.ended_version, ending = excluded.ending, ended_on = excluded.ended_on,
                ended_helper = excluded.ended_helper, ended_entered_at = excluded.ended_entered_at
            where cases.ended_version < excluded.ended_version
            """)
    }

    /// It is with another organisation now; what is told of an earlier step changes nothing.
    /// - Parameter rank: how far it has come, see ``TransferRank``.
    func passed(_ id: CaseID, of organisation: OrganisationID, _ passing: HeardCase.Passing, rank: Int, in transaction: Transaction) {
        transaction.later(
            """
            insert into cases (id, organisation, passed_rank, passed_province, continued_as, lost_on)
            values (\(id), \(organisation), \(rank), \(passing.province), \(passing.continuedAs), \(passing.lostOn))
            on conflict (id) do update
            set passed_rank = excluded.passed_rank, passed_province = excluded.passed_province, continued_as = excluded.continued_as,
                lost_on = excluded.lost_on
            where cases.passed_rank < excluded.passed_rank
            """)
    }

    /// Has a row of the case, heard of or not, so that it can be locked.
    func mention(_ id: CaseID, of organisation: OrganisationID, in transaction: Transaction) {
        transaction.later("insert into cases (id, organisation) values (\(id), \(organisation)) on conflict (id) do nothing")
    }

    /// The cases of which this one is the continuation, the last one first: where each was, and when it was accepted, as far as that was heard.
    func earlier(than id: CaseID, in transaction: Transaction) async throws -> [EarlierCase] {
        try await transaction.all(
            """
            with recursive earlier as (
                select id, province, accepted_on, 1 as step from cases where continued_as = \(id)
                union all
                select cases.id, cases.province, cases.accepted_on, step + 1
                from earlier join cases on cases.continued_as = earlier.id
                where step < 100
            )
            select province, accepted_on from earlier order by step
            """)
    }

    /// Whatever ended it before, it is worked on again.
    func reopened(_ id: CaseID, of organisation: OrganisationID, version: Int, in transaction: Transaction) {
        transaction.later(
            """
            insert into cases (id, organisation, ended_version)
            values (\(id), \(organisation), \(version))
            on conflict (id) do update
            set ended_version = excluded.ended_version, ending = null, ended_on = null, ended_helper = null, ended_entered_at = null,
                handed_over_on = null
            where cases.ended_version < excluded.ended_version
            """)
    }

    func handedOver(_ message: CaseHandedOver, version: Int, in transaction: Transaction) {
        transaction.later(
            """
            insert into cases (id, organisation, handed_over_version, handed_over_on)
            values (\(message.case), \(message.organisation), \(version), \(message.handedOverOn))
            on conflict (id) do update
            set handed_over_version = excluded.handed_over_version, handed_over_on = excluded.handed_over_on
            where cases.handed_over_version < excluded.handed_over_version
            """)
    }

    func decided(_ message: DecisionIssued, version: Int, in transaction: Transaction) {
        transaction.later(
            """
            insert into cases (id, organisation, decision_version, decision_number, decision_on)
            values (\(message.case), \(message.organisation), \(version), \(message.number), \(message.date))
            on conflict (id) do update
            set decision_version = excluded.decision_version, decision_number = excluded.decision_number,
                decision_on = excluded.decision_on
            where cases.decision_version < excluded.decision_version
            """)
    }

    /// One more helper of a case; the case's row is there after it.
    func assigned(_ message: CaseAssigned, version: Int, in transaction: Transaction) {
        mention(message.case, of: message.organisation, in: transaction)
        transaction.later(
            """
            insert into assignments (case_id, version, helper, performer, assigned_on, entered_at)
            values (\(message.case), \(version), \(message.helper),
                \(Performer(message.helperKind, of: message.helperOrganisationKind)), \(LegalDate(message.occurredAt)),
                \(message.recordedAt))
            on conflict (case_id, version) do nothing
            """)
    }

    /// A case as heard of so far, kept from changing until the commit.
    func lock(_ id: CaseID, in transaction: Transaction) async throws -> HeardCase? {
        try await transaction.first(
            """
            select id, organisation, province, code, form, field, gender, counted_as, poor_and_ethnic_minority, accepted_on, ending,
                ended_on, ended_helper, ended_entered_at, passed_province, continued_as, lost_on
            from cases
            where id = \(id)
            for update
            """)
    }

    /// The helpers a case has had, in their order.
    func assignments(of id: CaseID, in transaction: Transaction) async throws -> [HeardAssignment] {
        try await transaction.all(
            "select helper, performer, assigned_on, entered_at from assignments where case_id = \(id) order by version")
    }
}
