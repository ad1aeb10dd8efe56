/// Radios (one of a few) or checkboxes (any of a few): `parts/choices`.
package struct Choices: FormPart {
    package enum Kind: String, Sendable {
        case radio, checkbox
    }

    package let label: FieldLabel
    let kind: Kind
    let choices: [Choice]
    let isInline: Bool

    /// - Parameter isInline: beside each other where there is room; for two or three short ones.
    package init(_ label: FieldLabel, kind: Kind, choices: [Choice], chosen: [String] = [], isInline: Bool = false) {
        self.label = label
        self.kind = kind
        self.isInline = isInline
        self.choices = choices.enumerated().map { index, given in
            var choice = given
            choice.isChosen = chosen.contains(given.value)
            choice.name = label.name
            choice.id = index == 0 ? label.id : "\(label.id)-\(index + 1)"
            return choice
        }
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "part": "parts/choices"
        case "type": kind.rawValue
        case "choices": choices
        case "inline": isInline
        default: label.child(named: name)
        }
    }
}
