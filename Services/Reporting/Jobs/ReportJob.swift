import Database
import Foundation
import Models

/// A part of a run that a worker counts.
struct ReportJob: RowDecodable {
    enum Status: String, Sendable, Bindable, ColumnDecodable {
        case waiting, done, failed
    }

    let id: UUID
    let run: ReportRunID
    let part: JobPart
    let status: Status
    let attempts: Int

    init(_ row: Row) throws {
        id = try row.get("id")
        run = try row.get("run")
        let first: Int = try row.get("first_bucket")
        let last: Int = try row.get("last_bucket")
        part = JobPart(organisation: try row.get("organisation"), province: try row.get("province"), buckets: first...last)
        status = try row.get("status")
        attempts = try row.get("attempts")
    }
}
