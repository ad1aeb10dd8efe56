import Database
import Foundation
import Models

/// The SQL of jobs. Their times are the database's own: a moved clock neither delays nor hurries them.
struct JobStore: Sendable {
    /// How many facts each province has.
    func sizes(of province: String?, in transaction: Transaction) async throws -> [(province: String, facts: Int)] {
        let rows = try await transaction.rows(
            """
            select province, count(*) as facts
            from facts
            where \(province)::text is null or province = \(province)
            group by province
            order by province
            """)
        return try rows.map { (try $0.get("province"), try $0.get("facts")) }
    }

    func insert(_ id: UUID, of run: ReportRunID, _ part: JobPart, in transaction: Transaction) {
        transaction.later(
            """
            insert into report_jobs (id, run, organisation, province, first_bucket, last_bucket)
            values (\(id), \(run), \(part.organisation), \(part.province), \(part.buckets.lowerBound), \(part.buckets.upperBound))
            """)
    }

    /// Jobs that the queue should hold and does not, as far as is known.
    func unsent(limit: Int, in transaction: Transaction) async throws -> [UUID] {
        try await transaction.rows(
            """
            select id
            from report_jobs
            where status = 'waiting' and send_after <= now()
              and exists (select from report_runs where report_runs.id = report_jobs.run and report_runs.status = 'running')
            order by send_after, id
            limit \(limit)
            """
        ).map { try $0.get("id") }
    }

    /// The queue has them. Should it lose them all the same, they are sent again after five minutes, ten, twenty …, an hour and twenty at most.
    func sent(_ ids: [UUID], in transaction: Transaction) {
        transaction.later(
            """
            update report_jobs
            set sends = sends + 1, send_after = now() + interval '5 minutes' * power(2, least(sends, 4))
            where id = any (\(ids)) and status = 'waiting'
            """)
    }

    /// A job, kept from every other worker until the commit; a duplicate waits here, and then finds it done.
    func lock(_ id: UUID, in transaction: Transaction) async throws -> ReportJob? {
        try await transaction.first(
            """
            select id, run, organisation, province, first_bucket, last_bucket, status, attempts
            from report_jobs
            where id = \(id)
            for update
            """)
    }

    func done(_ id: UUID, _ figures: Figures, in transaction: Transaction) throws {
        let cells = try JSONParameter(figures.named)
        transaction.later("update report_jobs set status = 'done', cells = \(cells), finished_at = now() where id = \(id)")
    }

    /// What went wrong; it is sent again after a while, longer each time.
    func putOff(_ id: UUID, because error: String, in transaction: Transaction) {
        transaction.later(
            """
            update report_jobs
            set attempts = attempts + 1, last_error = \(error), send_after = now() + interval '5 seconds' * power(2, attempts)
            where id = \(id)
            """)
    }

    func failed(_ id: UUID, because error: String, in transaction: Transaction) {
        transaction.later(
            """
            update report_jobs
            set status = 'failed', attempts = attempts + 1, last_error = \(error), finished_at = now()
            where id = \(id)
            """)
    }

    /// The partial results of a run.
    func results(of run: ReportRunID, in transaction: Transaction) async throws -> [Figures] {
        try await transaction.rows("select cells from report_jobs where run = \(run) and status = 'done'").map {
            Figures(named: try $0.get("cells", as: JSONColumn<[String: Int]>.self).value)
        }
    }
}
