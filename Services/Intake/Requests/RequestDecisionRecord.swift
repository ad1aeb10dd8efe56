import Database
import Foundation
import Models

/// A decision on a request as it is on record.
struct RequestDecisionRecord: RowDecodable {
    let at: Date
    let state: RequestState
    let by: String
    /// The coded ground of a refusal or a transfer.
    let reason: String?
    let note: String?

    init(_ row: Row) throws {
        at = try row.get("at")
        state = try row.get("state")
        by = try row.get("by")
        reason = try row.get("reason")
        note = try row.get("note")
    }
}
