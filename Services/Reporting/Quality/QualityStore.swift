import Database
import Foundation
import Models

/// The SQL of quality: what was heard, and what is counted of it.
struct QualityStore: Sendable {
    func insert(_ recorded: QualityRecorded, province: String, in transaction: Transaction) {
        SnapshotLock.share(in: transaction)
        transaction.later(
            """
            insert into quality_rounds (id, case_id, organisation, province, kind, helper, total, grade, recorded_on, heard_at)
            values (\(recorded.round), \(recorded.case), \(recorded.organisation), \(province), \(recorded.kind), \(recorded.helper),
                \(recorded.total), \(recorded.grade), \(LegalDate(recorded.occurredAt)), clock_timestamp())
            on conflict do nothing
            """)
    }

    func insert(_ found: SuccessFound, province: String, in transaction: Transaction) {
        SnapshotLock.share(in: transaction)
        transaction.later(
            """
            insert into success_findings (id, case_id, organisation, province, helper, criteria, found_at, heard_at)
            values (\(found.finding), \(found.case), \(found.organisation), \(province), \(found.helper), \(found.criteria),
                \(found.occurredAt), clock_timestamp())
            on conflict do nothing
            """)
    }

    /// The present instant, to the millisecond: everything that was stamped up to it is committed, and whatever comes has a later stamp.
    func instant(in transaction: Transaction) async throws -> Date {
        SnapshotLock.take(in: transaction)
        return try await transaction.value("select date_trunc('milliseconds', clock_timestamp())", as: Date.self) ?? .distantPast
    }

    /// The rounds that were over in those days, by organisation, helper, kind and grade. What was appraised of an end that holds no longer is not counted.
    func rounds(_ slice: QualitySlice, in transaction: Transaction) async throws -> [CountedRounds] {
        try await transaction.all(
            """
            select organisation, helper, kind, grade, count(*) as rounds, sum(round(total::numeric, 2))::float8 as points
            from quality_rounds
            where \(slice.subject) and recorded_on between \(slice.from) and \(slice.to) and heard_at <= \(slice.asOf)
                and not exists (
                    select from facts
                    where facts.case_id = quality_rounds.case_id and since <= \(slice.asOf) and until > \(slice.asOf)
                        and (ended_on is null or ended_on > recorded_on)
                )
            group by organisation, helper, kind, grade
            """)
    }

    /// Litigation that came to its end in those days, by organisation and by the helper of whom something was found.
    func success(_ slice: QualitySlice, in transaction: Transaction) async throws -> [CountedSuccess] {
        try await transaction.all(
            """
            select organisation, helper, count(*) as finished, count(criteria) as found,
                count(*) filter (where cardinality(criteria) > 0) as successful
            from (\(ended(slice))) as ended
            group by organisation, helper
            """)
    }

    /// How many of these cases met each criterion; one case may meet several.
    func criteria(_ slice: QualitySlice, in transaction: Transaction) async throws -> [String: Int] {
        let rows = try await transaction.rows(
            """
            select criterion, count(*) as cases
            from (\(ended(slice))) as ended cross join unnest(criteria) as criterion
            group by criterion
            """)
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.get("criterion"), try $0.get("cases")) })
    }

    /// What those are called who stand in the figures, as far as the scope shows them.
    func names(of helpers: [HelperID], in transaction: Transaction) async throws -> [HelperID: String] {
        let rows = try await transaction.rows("select id, name from helpers where id = any (\(helpers))")
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.get("id"), try $0.get("name")) })
    }

    /// Each case with the latest finding on its present end that had been heard of by then.
    private func ended(_ slice: QualitySlice) -> SQL {
        """
        select facts.organisation, latest.helper, latest.criteria
        from facts
        left join lateral (
            select helper, criteria
            from success_findings
            where case_id = facts.case_id and heard_at <= \(slice.asOf)
                and (found_at at time zone 'Asia/Ho_Chi_Minh')::date >= facts.ended_on
            order by found_at desc, id desc
            limit 1
        ) as latest on true
        where \(slice.subject) and since <= \(slice.asOf) and until > \(slice.asOf) and form = \(AidForm.litigation)
            and ending = \(CaseEnding.finished) and ended_on between \(slice.from) and \(slice.to)
        """
    }
}

/// What of quality is counted: of an instant, of a span of days, of a subject.
struct QualitySlice: Sendable {
    let asOf: Date
    let from: LegalDate
    let to: LegalDate
    /// The rows of the subject.
    let subject: SQL

    init(_ named: ReportSubject, _ days: ClosedRange<LegalDate>, asOf: Date) {
        self.asOf = asOf
        from = days.lowerBound
        to = days.upperBound
        subject =
            switch named {
            case .organisation(let id, _): "organisation = \(id)"
            case .province(let code): "province = \(code)"
            case .country: "true"
            }
    }
}
