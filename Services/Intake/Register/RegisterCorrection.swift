import Database
import Foundation
import Models

/// A correction of one entry of the register: what stood there stays beside what stands there now.
struct RegisterCorrection: RowDecodable, Encodable {
    let field: RegisterField
    let old: String?
    let new: String?
    let reason: String
    let by: String
    let at: Date

    init(field: RegisterField, old: String?, new: String?, reason: String, by: String, at: Date) {
        self.field = field
        self.old = old
        self.new = new
        self.reason = reason
        self.by = by
        self.at = at
    }

    init(_ row: Row) throws {
        field = RegisterField(rawValue: try row.get("field")) ?? .summary
        old = try row.get("old")
        new = try row.get("new")
        reason = try row.get("reason")
        by = try row.get("corrected_by")
        at = try row.get("corrected_at")
    }
}
