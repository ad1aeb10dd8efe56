import Database
import Models

/// The SQL of the facts, as handlers write them.
struct FactStore: Sendable {
    /// What is held of a case now; nil where nothing is yet.
    func current(_ id: CaseID, in transaction: Transaction) async throws -> Fact? {
        try await transaction.first(
            """
            select organisation, province, code, form, field, gender, counted_as, poor_and_ethnic_minority, accepted_on, ending, ended_on,
                performer, passed_province, continued_as, lost_on, province_accepted_on, country_accepted_on
            from facts
            where case_id = \(id) and until = 'infinity'
            """)
    }

    /// Holds `fact` of a case from now on. The case's row must be locked.
    func replace(_ id: CaseID, with fact: Fact, in transaction: Transaction) {
        SnapshotLock.share(in: transaction)
        transaction.later(
            """
            update facts
            set until = greatest(clock_timestamp(), since + interval '1 microsecond')
            where case_id = \(id) and until = 'infinity'
            """)
        transaction.later(
            """
            insert into facts (case_id, since, until, organisation, province, code, form, field, gender, counted_as,
                poor_and_ethnic_minority, accepted_on, ending, ended_on, performer, passed_province, continued_as, lost_on, province_accepted_on,
                country_accepted_on)
            select \(id), coalesce(max(until), clock_timestamp()), 'infinity', \(fact.organisation), \(fact.province)::text,
                \(fact.code)::text, \(fact.form)::text, \(fact.field)::text, \(fact.gender)::text, \(fact.countedAs)::text,
                \(fact.poorAndEthnicMinority), \(fact.acceptedOn), \(fact.ending)::text, \(fact.endedOn), \(fact.performer)::text,
                \(fact.passing?.province)::text, \(fact.passing?.continuedAs)::uuid, \(fact.passing?.lostOn)::date, \(fact.provinceAcceptedOn)::date,
                \(fact.countryAcceptedOn)::date
            from facts
            where case_id = \(id)
            """)
    }
}
