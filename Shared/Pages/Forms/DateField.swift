package import Models

/// A date that people know by heart, in three boxes, posted as `name.day`, `name.month`, `name.year`: `parts/date`.
/// ``joined(day:month:year:)`` makes one date of them before they are checked.
package struct DateField: FormPart {
    package let label: FieldLabel
    let day: String
    let month: String
    let year: String
    let isBirthday: Bool

    package init(_ label: FieldLabel, day: String = "", month: String = "", year: String = "", isBirthday: Bool = false) {
        self.label = label
        self.day = day
        self.month = month
        self.year = year
        self.isBirthday = isBirthday
    }

    package init(_ label: FieldLabel, date: LegalDate?, isBirthday: Bool = false) {
        self.init(
            label, day: date.map { String($0.day) } ?? "", month: date.map { String($0.month) } ?? "",
            year: date.map { String($0.year) } ?? "", isBirthday: isBirthday)
    }

    /// `YYYY-MM-DD` of three boxes; nil where all are empty; what was typed, with slashes, where it is no date, so that the reader of
    /// the field refuses it by its own words.
    package static func joined(day: String, month: String, year: String) -> String? {
        let typed = [day, month, year].map { $0.trimmed }
        if typed.allSatisfy(\.isEmpty) { return nil }
        let numbers = typed.compactMap { text in text.allSatisfy { ("0"..."9").contains($0) } ? Int(text) : nil }
        guard numbers.count == 3, let date = LegalDate(year: numbers[2], month: numbers[1], day: numbers[0]) else {
            return typed.joined(separator: "/")
        }
        return date.description
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "part": "parts/date"
        case "day": day
        case "month": month
        case "year": year
        case "birthday": isBirthday
        default: label.child(named: name)
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
