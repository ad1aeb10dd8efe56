import Database
import Foundation
import Models
import ServiceKit

/// A correction of one fact of an undecided request: what stood there stays beside what stands there now.
struct RequestCorrection: RowDecodable, Encodable {
    let field: RequestField
    let old: String?
    let new: String?
    let reason: String
    let by: String
    let at: Date

    init(field: RequestField, old: String?, new: String?, reason: String, by: String, at: Date) {
        self.field = field
        self.old = old
        self.new = new
        self.reason = reason
        self.by = by
        self.at = at
    }

    init(_ row: Row) throws {
        field = RequestField(rawValue: try row.get("field")) ?? .summary
        old = try row.get("old")
        new = try row.get("new")
        reason = try row.get("reason")
        by = try row.get("corrected_by")
        at = try row.get("corrected_at")
    }

    /// As `identity` may see it: identity numbers are masked for who oversees.
    func seen(by identity: Identity) -> RequestCorrection {
        guard field == .identityNumber else { return self }
        return RequestCorrection(
            field: field, old: identity.sees(identityNumber: old), new: identity.sees(identityNumber: new), reason: reason, by: by, at: at)
    }
}
