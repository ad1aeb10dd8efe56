import Database
import Foundation
import Models
import Rules

/// Which facts are counted: of an instant, of a span of days, of a subject or of one job's part of it.
struct FactSlice: Sendable {
    /// What one count is: a person accepted in the span, or a case handled in it.
    let counting: StatisticalForm.Subject
    let asOf: Date
    let from: LegalDate
    let to: LegalDate
    let organisation: OrganisationID?
    let province: String?
    let buckets: ClosedRange<Int>
    /// Only what this row of the form counts; nil: everything.
    private var row: StatisticalForm.Row?

    /// What a row of a run counts.
    init(_ run: ReportRun, of form: StatisticalForm, row: StatisticalForm.Row) {
        self.row = row
        counting = form.subject
        asOf = run.asOf
        from = run.countedFrom
        to = run.countedTo
        organisation = run.subject.organisation
        province = run.subject.organisation == nil ? run.subject.province : nil
        buckets = JobPart.allBuckets
    }

    /// One job's part of a run.
    init(_ run: ReportRun, of form: StatisticalForm, _ part: JobPart) {
        counting = form.subject
        asOf = run.asOf
        from = run.countedFrom
        to = run.countedTo
        organisation = part.organisation
        province = part.province
        buckets = part.buckets
    }

    /// The rows, each with its turn's columns and `key`. A case is in at most one row: of an instant, a case has one fact.
    var rows: SQL {
        switch counting {
        case .persons:
            """
            select case_id, organisation, code, accepted_on, ended_on, 'persons' as subject, field, form, gender, counted_as,
                poor_and_ethnic_minority, false as carried_over, null::text as ending, null::text as performer,
                concat_ws('|', field, form, gender, counted_as, poor_and_ethnic_minority) as key
            from facts
            where \(held) and accepted_on between \(from) and \(to)
            """
        case .cases:
            """
            select case_id, organisation, code, accepted_on, ended_on, 'cases' as subject, field, form, null::text as gender,
                null::text as counted_as, null::boolean as poor_and_ethnic_minority, accepted_on < \(from) as carried_over,
                case when ended_on <= \(to) then ending end as ending, case when ended_on <= \(to) then performer end as performer,
                concat_ws('|', field, form, accepted_on < \(from), case when ended_on <= \(to) then ending || coalesce(performer, '') end)
                    as key
            from facts
            where \(held) and accepted_on <= \(to) and (ended_on is null or ended_on >= \(from))
            """
        }
    }

    /// What was held of the subject at the instant.
    private var held: SQL {
        var held: SQL = "since <= \(asOf) and until > \(asOf)"
        if let organisation { held = held + " and organisation = \(organisation)" }
        if let province { held = held + " and province = \(province)" }
        if buckets != JobPart.allBuckets { held = held + " and bucket between \(buckets.lowerBound) and \(buckets.upperBound)" }
        if let field = row?.field { held = held + " and field = \(field)" }
        if let form = row?.form { held = held + " and form = \(form)" }
        return held
    }
}
