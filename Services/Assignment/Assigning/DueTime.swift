import Foundation
import Models
import Pages

/// Until when something is to be done: to the minute, or by the end of a day.
enum DueTime: Hashable, Sendable {
    case instant(Date)
    case day(LegalDate)

    /// The instant at which it has passed.
    var end: Date {
        switch self {
        case .instant(let instant): instant
        case .day(let day): day.end
        }
    }

    func moment(_ formats: Formats) -> Moment {
        switch self {
        case .instant(let instant): Moment(instant, formats)
        case .day(let day): Moment(day, formats)
        }
    }
}
