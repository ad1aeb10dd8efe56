import Foundation
import Models
import Pages
import ServiceKit

/// A day with an hour, as forms have it: three boxes of a date and one of the time, `08:30` or `8h30`, posted as `starts_at.date.day` … and
/// `starts_at.time`; the end as `ends_time` of the same day.
enum HourField {
    /// `08:30` of what people write: `8:30`, `8h30`, `8 giờ 30`, `8h`; what was typed where it is no time of day.
    static func time(_ typed: String) -> String {
        guard let match = typed.lowercased().wholeMatch(of: /\s*([0-9]{1,2})\s*(?:[:.h]|giờ)\s*([0-9]{2})?\s*/), let hour = Int(match.1),
            let minute = Int(match.2 ?? "0"), hour < 24, minute < 60
        else { return typed }
        return two(hour) + ":" + two(minute)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

extension JSONValue {
    /// The form's days and hours as the instants that ``HearingDraft`` and ``HearingOutcome`` read.
    var joiningHours: JSONValue {
        guard case .object(var members) = self else { return self }
        let day = members["starts_at"]?["date"]?.text
        for name in ["starts_at", "next_at"] {
            guard case .object(let parts)? = members[name] else { continue }
            let (date, time) = (parts["date"]?.text ?? "", parts["time"]?.text ?? "")
            members[name] = date.isEmpty && time.isEmpty ? .null : .field("\(date)T\(HourField.time(time))")
        }
        if let end = members.removeValue(forKey: "ends_time")?.text, !end.isEmpty {
            members["ends_at"] = .field("\(day ?? "")T\(HourField.time(end))")
        }
        return .object(members)
    }

    /// What is on record, with what was typed in its place.
    func overlaid(by typed: JSONValue) -> JSONValue {
        guard case .object(let members) = self, case .object(let others) = typed else { return typed }
        return .object(members.merging(others) { $1 })
    }

    /// The form without its hidden `version`, and that.
    var takingVersion: (JSONValue, Int?) {
        guard case .object(var members) = self else { return (self, nil) }
        let version = members.removeValue(forKey: "version")?.text
        return (.object(members), version.flatMap { Int($0) })
    }
}

extension Form {
    /// A form that was refused: what is wrong with an hour stands beside its box.
    init(_ sentences: Sentences, failed typed: JSONValue, _ problem: Problem) {
        let errors = problem.errors.map { error in
            switch error.pointer.description {
            case "/starts_at", "/next_at":
                let name = String(error.pointer.description.dropFirst())
                let date = typed.joiningDates[name]?["date"]?.text.flatMap { LegalDate($0) }
                let box = date == nil || error.code != "not_an_instant" ? "date" : "time"
                return FieldError(JSONPointer.root.member(name).member(box), code: error.code, message: error.message)
            case "/ends_at": return FieldError(JSONPointer.root.member("ends_time"), code: error.code, message: error.message)
            default: return error
            }
        }
        self.init(sentences, values: typed, errors: errors)
    }

    /// The two fields of a day with its hour.
    func hour(_ name: String, _ date: String, _ time: String, isRequired: Bool = true) -> [any FormPart] {
        [self.date(name + ".date", date, isRequired: isRequired), self.time(name + ".time", time, isRequired: isRequired)]
    }

    /// A time of day.
    func time(_ name: String, _ label: String, isRequired: Bool = true) -> Field {
        text(name, label, hint: "hearing_time_hint", isRequired: isRequired, width: .short, maximum: 12)
    }
}
