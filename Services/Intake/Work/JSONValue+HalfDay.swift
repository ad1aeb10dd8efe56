import Models
import ServiceKit

extension JSONValue {
    /// The form's date with its morning or afternoon as the two members that ``RecordProgress/Entry`` reads, and its numbers with points.
    var splittingHalfDay: JSONValue {
        guard case .object(var members) = readingCommas(in: ["half_days"]), let day = members["date"]?.text.flatMap(HalfDay.init) else {
            return readingCommas(in: ["half_days"])
        }
        members["date"] = .field(day.date.description)
        members["half"] = .field(day.half.rawValue)
        return .object(members)
    }
}
