import Database
import Foundation
import Models
import Rules

/// From when the law's time for naming a helper runs in a case, and what decides how long it is (Law 11/2017, Điều 31.2, 31.3, 33.2; joint
/// circular 10/2018, Điều 6).
struct LegalClock: RowDecodable {
    let form: AidForm
    /// The client is arrested or in custody.
    let isHeld: Bool
    /// Thụ lý ngay (Điều 30.4).
    let isAcceptedAtOnce: Bool
    /// When the case was written into the register (circular 12/2018, Điều 5.2), or a helper went whom a decision had named.
    let startedAt: Date
    /// The day of acceptance, or of the helper's going.
    let startedOn: LegalDate
    /// The limit of a replacement; nil: that of every assignment.
    let replacement: DeadlineKey?

    init(_ row: Row) throws {
        form = try row.get("form")
        isHeld = try row.get("held", as: Date?.self) != nil
        isAcceptedAtOnce = try row.get("accepted_at_once")
        startedAt = try row.get("clock_at")
        startedOn = try row.get("clock_on")
        replacement = try row.get("clock_limit", as: String?.self).flatMap(DeadlineKey.init(rawValue:))
    }

    /// The limit that holds for it.
    func limit(_ deadlines: DeadlinePack) -> Deadline {
        replacement.map { deadlines[$0] } ?? deadlines.assignment(form: form, held: isHeld, acceptedAtOnce: isAcceptedAtOnce)
    }

    /// Until when a helper must be named.
    func due(_ deadlines: DeadlinePack, in calendar: WorkingCalendar) -> DueTime {
        let limit = limit(deadlines)
        return limit.lastDay(from: startedOn, in: calendar).map(DueTime.day) ?? .instant(limit.due(after: startedAt, in: calendar))
    }
}
