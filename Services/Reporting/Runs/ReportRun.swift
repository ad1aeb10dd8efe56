import Database
import Foundation
import Models
import Rules
import ServiceKit

/// A statistical form filled in for a period and a subject.
struct ReportRun: RowDecodable {
    let id: ReportRunID
    /// The form's id, `bieu-24`.
    let form: String
    /// The period's id, `2026-H1`.
    let period: String
    let subject: ReportSubject
    /// Counted to the period's end: an internal view, not what is sent (circular 03/2019, Điều 6.3c).
    let wholePeriod: Bool
    let countedFrom: LegalDate
    let countedTo: LegalDate
    /// The instant whose facts are counted.
    let asOf: Date
    let status: RunStatus
    /// How many jobs; nil until it was split.
    let jobs: Int?
    let jobsDone: Int
    /// The figures; nil until it is done.
    let figures: Figures?
    /// Why it failed.
    let error: String?
    let requestedBy: String
    let requestedAt: Date
    let finishedAt: Date?

    init(_ row: Row) throws {
        id = try row.get("id")
        form = try row.get("form")
        period = try row.get("period")
        subject = try ReportSubject(row)
        wholePeriod = try row.get("whole_period")
        countedFrom = try row.get("counted_from")
        countedTo = try row.get("counted_to")
        asOf = try row.get("as_of")
        status = try row.get("status")
        jobs = try row.get("jobs")
        jobsDone = try row.get("jobs_done")
        figures = try row.get("cells", as: JSONColumn<[String: Int]>?.self).map { Figures(named: $0.value) }
        error = try row.get("error")
        requestedBy = try row.get("requested_by_name")
        requestedAt = try row.get("requested_at")
        finishedAt = try row.get("finished_at")
    }

    /// The form by the rules that held when the period began; nil where the packs know it no longer.
    func statisticalForm(_ rules: RulePacks) -> StatisticalForm? {
        rules.period(period).flatMap { rules.statisticalForm(form, on: $0.from) }
    }
}

extension ReportRun {
    /// Where the next part of the list of runs begins after this one: to the microsecond, as the table keeps it.
    var cursor: Cursor { Cursor(Cursor.key(requestedAt), id.description) }
}
