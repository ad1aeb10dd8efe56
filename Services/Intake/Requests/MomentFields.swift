import Models
import Pages
import ServiceKit

/// Moments to the minute in the form of a request (Law 11/2017, Điều 31.2 counts hours): each a date and a time, `held.date` and `held.time`.
enum MomentFields {
    static let names = ["received_at", "held", "deadline", "notice.given_at", "co_clients.0.held"]
}

extension Form {
    /// The two fields of a moment that may be left out.
    func moment(_ name: String, _ date: String, _ time: String, hint: String? = nil) -> [any FormPart] {
        [
            self.date(name + ".date", date, hint: hint, isRequired: false),
            text(name + ".time", time, hint: "hearing_time_hint", isRequired: false, width: .short, maximum: 12),
        ]
    }
}

extension JSONValue {
    /// A form's tree, its dates joined, with each object of a date and a time as one instant; a date alone is its first minute.
    var joiningMoments: JSONValue {
        switch self {
        case .object(let members) where !members.isEmpty && Set(members.keys).isSubset(of: ["date", "time"]):
            let (date, time) = (members["date"]?.text ?? "", members["time"]?.text ?? "")
            return date.isEmpty && time.isEmpty ? .null : .field("\(date)T\(time.isEmpty ? "00:00" : HourField.time(time))")
        case .object(let members): return .object(members.mapValues(\.joiningMoments))
        case .array(let elements): return .array(elements.map(\.joiningMoments))
        default: return self
        }
    }
}

extension [FieldError] {
    /// What is wrong with a moment, beside its date or its time.
    func besideTheirBoxes(_ typed: JSONValue) -> [FieldError] {
        map { error in
            let name = error.pointer.description.split(separator: "/").joined(separator: ".")
            guard MomentFields.names.contains(name) else { return error }
            let place = name.split(separator: ".").reduce(typed.joiningDates as JSONValue?) { $0?[String($1)] }
            let isDate = place?["date"]?.text.flatMap { LegalDate($0) } == nil || error.code != "not_an_instant"
            let pointer = name.split(separator: ".").reduce(JSONPointer.root) { $0.member(String($1)) }
            return FieldError(pointer.member(isDate ? "date" : "time"), code: error.code, message: error.message)
        }
    }
}
