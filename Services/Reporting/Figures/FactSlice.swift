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
    /// Of whose figures it is a part.
    let level: ReportSubject.Kind
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
        level = run.subject.kind
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
        level = run.subject.kind
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
            from \(source)
            where accepted_on between \(from) and \(to)
            """
        case .cases:
            """
            select case_id, organisation, code, accepted_on, ended_on, 'cases' as subject, field, form, null::text as gender,
                null::text as counted_as, null::boolean as poor_and_ethnic_minority, accepted_on < \(from) as carried_over,
                case when ended_on <= \(to) then ending end as ending, case when ended_on <= \(to) then performer end as performer,
                concat_ws('|', field, form, accepted_on < \(from), case when ended_on <= \(to) then ending || coalesce(performer, '') end)
                    as key
            from \(source)
            where accepted_on <= \(to) and (ended_on is null or ended_on >= \(from))
            """
        }
    }

    /// What was held at the instant, one row a case of the subject. A case that goes on with another organisation of the subject is one case of it: the row of
    /// the last that has it, from the first acceptance on; until somebody has accepted it, it is under way; and it is lost on the day on which it was refused
    /// (decision 0055).
    private var source: SQL {
        let passed: SQL
        let accepted: SQL
        switch level {
        case .organisation: return "(select * from facts where \(held)) as facts"
        case .province: (passed, accepted) = ("passed_province = province", "province_accepted_on")
        case .country: (passed, accepted) = ("passed_province is not null", "country_accepted_on")
        }
        return """
            (
                select case_id, organisation, code, field, form, gender, counted_as, poor_and_ethnic_minority, performer,
                    coalesce(\(accepted), accepted_on) as accepted_on,
                    case when \(passed) and lost_on is null then null else ending end as ending,
                    case when \(passed) then lost_on else ended_on end as ended_on
                from facts
                where \(held) and not coalesce(\(passed) and continued_as is not null, false)
            ) as facts
            """
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
