import Database
import Foundation
import Models
import Rules

/// One helper that a case has had.
struct HeardAssignment: RowDecodable {
    let helper: HelperID
    /// The helper's kind, told apart by the organisation they belong to.
    let performer: Performer
    let assignedOn: LegalDate
    let enteredAt: Date

    init(helper: HelperID, performer: Performer, assignedOn: LegalDate, enteredAt: Date) {
        self.helper = helper
        self.performer = performer
        self.assignedOn = assignedOn
        self.enteredAt = enteredAt
    }

    init(_ row: Row) throws {
        helper = try row.get("helper")
        performer = try row.get("performer")
        assignedOn = try row.get("assigned_on")
        enteredAt = try row.get("entered_at")
    }
}

extension Performer: Bindable {}
extension Performer: ColumnDecodable {}
