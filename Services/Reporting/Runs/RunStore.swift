import Database
import Foundation
import Models
import Rules
import ServiceKit

/// The SQL of runs.
struct RunStore: Sendable {
    private static let columns: SQL = """
        id, form, period, subject, organisation, province, whole_period, counted_from, counted_to, as_of, status, jobs, jobs_done, cells,
        error, requested_by_name, requested_at, finished_at
        """

    /// Enters a run; the facts of this moment are what it counts.
    func insert(_ run: NewRun, in transaction: Transaction) {
        SnapshotLock.take(in: transaction)
        transaction.later(
            """
            insert into report_runs (id, form, period, subject, organisation, province, whole_period, counted_from, counted_to, as_of,
                status, requested_by, requested_by_name, requested_at)
            values (\(run.id), \(run.request.form.id), \(run.request.period.id), \(run.subject.kind), \(run.subject.organisation),
                \(run.subject.province), \(run.request.wholePeriod), \(run.counted.lowerBound), \(run.counted.upperBound),
                clock_timestamp(), 'queued', \(run.requestedBy), \(run.requestedByName), \(run.requestedAt))
            """)
    }

    /// One run; nil where there is none within the scope.
    func find(_ id: ReportRunID, in transaction: Transaction) async throws -> ReportRun? {
        try await transaction.first("select \(Self.columns) from report_runs where id = \(id)")
    }

    /// The newest first, after `page.after` (requested_at, id).
    func list(_ page: PageRequest, in transaction: Transaction) async throws -> [ReportRun] {
        var after: SQL = ""
        if let cursor = page.after, let at = cursor.instant(at: 0), let id = ReportRunID(cursor.keys[1]) {
            after = " where (requested_at, id) < (\(at), \(id))"
        }
        return try await transaction.all(
            """
            select \(Self.columns)
            from report_runs\(after)
            order by requested_at desc, id desc
            limit \(page.limit + 1)
            """)
    }

    /// The oldest run not split into jobs yet, unless somebody else has it in hand.
    func lockUnplanned(in transaction: Transaction) async throws -> ReportRun? {
        try await transaction.first(
            """
            select \(Self.columns)
            from report_runs
            where status = 'queued'
            order by requested_at
            limit 1
            for update skip locked
            """)
    }

    func planned(_ id: ReportRunID, jobs: Int, in transaction: Transaction) {
        transaction.later("update report_runs set status = 'running', jobs = \(jobs) where id = \(id)")
    }

    /// One more job is done; true where it was the last.
    func countDone(_ id: ReportRunID, in transaction: Transaction) async throws -> Bool {
        try await transaction.value(
            "update report_runs set jobs_done = jobs_done + 1 where id = \(id) returning jobs_done = jobs", as: Bool.self) ?? false
    }

    func done(_ id: ReportRunID, _ figures: Figures, at now: Date, in transaction: Transaction) throws {
        let cells = try JSONParameter(figures.named)
        transaction.later("update report_runs set status = 'done', cells = \(cells), finished_at = \(now) where id = \(id)")
    }

    func failed(_ id: ReportRunID, because error: String, at now: Date, in transaction: Transaction) {
        transaction.later(
            "update report_runs set status = 'failed', error = \(error), finished_at = \(now) where id = \(id) and status <> 'done'")
    }
}
