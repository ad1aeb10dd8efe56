import Database
import Foundation
import Models

/// A hearing as this service knows it: what its reminders need.
struct HeardHearing: RowDecodable {
    let id: HearingID
    let `case`: CaseID
    /// From the rule pack.
    let kind: String
    let startsAt: Date
    let state: HearingChanged.State

    init(_ row: Row) throws {
        id = try row.get("id")
        self.case = try row.get("case_id")
        kind = try row.get("kind")
        startsAt = try row.get("starts_at")
        state = try row.get("state")
    }
}

extension HearingChanged.State: Bindable, ColumnDecodable {}
