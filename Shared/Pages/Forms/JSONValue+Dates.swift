package import ServiceKit

extension JSONValue {
    /// A posted form's tree with each ``DateField``'s three boxes (an object of `day`, `month`, `year` and nothing else) made one text,
    /// `YYYY-MM-DD`, and each ``HalfDayField``'s (with `half` too, or without where neither was chosen) one that ``HalfDay`` reads; null
    /// where all were left empty. Read fields from the result; give ``Form`` the tree as it was posted.
    package var joiningDates: JSONValue {
        switch self {
        case .object(let members) where Set(members.keys) == ["day", "month", "year"]:
            DateField.joined(day: members["day"]?.text ?? "", month: members["month"]?.text ?? "", year: members["year"]?.text ?? "")
                .map(JSONValue.field) ?? .null
        case .object(let members) where Set(members.keys) == ["day", "month", "year", "half"]:
            HalfDayField.joined(
                day: members["day"]?.text ?? "", month: members["month"]?.text ?? "", year: members["year"]?.text ?? "",
                half: members["half"]?.text ?? ""
            ).map(JSONValue.field) ?? .null
        case .object(let members): .object(members.mapValues(\.joiningDates))
        case .array(let elements): .array(elements.map(\.joiningDates))
        default: self
        }
    }
}
