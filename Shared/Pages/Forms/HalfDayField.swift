import Models

/// A date and whether it was its morning or its afternoon, posted as `name.day`, `name.month`, `name.year`, `name.half`: `parts/half-day`.
package struct HalfDayField: FormPart {
    let date: DateField
    let halves: [Choice]

    package var label: FieldLabel { date.label }

    /// - Parameter half: what was chosen, `morning` or `afternoon`.
    package init(_ date: DateField, half: String?, _ sentences: Sentences) {
        self.date = date
        halves = HalfDay.Half.allCases.map {
            var choice = Choice($0.rawValue, sentences.label($0))
            choice.isChosen = $0.rawValue == half
            choice.name = date.label.name + ".half"
            choice.id = "\(date.label.id)-\($0.rawValue)"
            return choice
        }
    }

    /// ``HalfDay`` as text of what was posted; nil where all was left empty; otherwise what was typed, so that the reader of the field
    /// refuses it by its own words.
    package static func joined(day: String, month: String, year: String, half: String) -> String? {
        guard let date = DateField.joined(day: day, month: month, year: year) else { return half.isEmpty ? nil : "/" + half }
        return half.isEmpty ? date : "\(date)/\(half)"
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "part": "parts/half-day"
        case "halves": halves
        default: date.child(named: name)
        }
    }
}
