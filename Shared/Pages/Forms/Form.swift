import Models
package import ServiceKit

/// A form as it was filled in: makes its fields, each with what was typed and what is wrong with it.
///
/// Names of fields have dots for depth (`client.name`), as the tree of a posted form has; errors are those of the API, by JSON pointer.
package struct Form: Sendable {
    package let sentences: Sentences
    private let values: JSONValue
    private let errors: [(name: String, message: String)]
    private var scope: String?

    /// - Parameters:
    ///   - values: what was typed (the tree of the posted form), or what is on record; null for a fresh form.
    ///   - errors: what is wrong with it, in the order to show it.
    package init(_ sentences: Sentences, values: JSONValue = .null, errors: [FieldError] = []) {
        self.sentences = sentences
        self.values = values
        self.errors = errors.map {
            ($0.pointer.description.split(separator: "/").joined(separator: "."), $0.message.text(sentences.language))
        }
    }

    /// The same form, its fields' ids beginning with `scope`: for a page with several forms that have fields of one name, whose labels
    /// would else lead to the first of them.
    package func within(_ scope: String) -> Form {
        var form = self
        form.scope = scope
        return form
    }

    /// The errors together, each under the label of its field, in the order of `fields`; nil where there are none.
    package func summary(_ fields: [any FormPart]) -> ErrorSummary? {
        let labels = fields.map(\.label)
        let placed = errors.map { error in (error, labels.firstIndex { Self.holds($0.name, error.name) } ?? labels.count) }
        let links = placed.sorted { $0.1 < $1.1 }.map { error, index in
            labels.indices.contains(index)
                ? Link("\(labels[index].label): \(error.message)", to: "#" + labels[index].id)
                : Link("\(error.name): \(error.message)", to: "#" + FieldLabel.id(of: error.name))
        }
        return links.isEmpty ? nil : ErrorSummary(links)
    }

    /// The text of a field; empty where there is none.
    package func value(_ name: String) -> String { texts(name).first ?? "" }

    /// The texts of a field of which there may be several.
    package func texts(_ name: String) -> [String] {
        var place: JSONValue? = values
        for key in name.split(separator: ".") {
            if case .array(let elements) = place, let index = Int(key) {
                place = elements.indices.contains(index) ? elements[index] : nil
            } else {
                place = place?[String(key)]
            }
        }
        guard let place else { return [] }
        if case .array(let elements) = place { return elements.compactMap(\.shown) }
        return [place.shown].compactMap(\.self)
    }

    /// The first error of a field or of anything inside it (`categories.0` belongs to `categories`).
    package func error(_ name: String) -> String? {
        errors.first { Self.holds(name, $0.name) }?.message
    }

    /// `label` and `hint` are keys of the catalogue.
    package func text(
        _ name: String, _ label: String, hint: String? = nil, isRequired: Bool = true, kind: Field.Kind = .text, width: Field.Width = .full,
        autocomplete: String? = nil, maximum: Int? = nil
    ) -> Field {
        Field(
            fieldLabel(name, label, hint, isRequired), value: value(name), kind: kind, width: width, autocomplete: autocomplete,
            maximum: maximum)
    }

    /// An area of text.
    package func area(_ name: String, _ label: String, hint: String? = nil, isRequired: Bool = true, maximum: Int? = nil, rows: Int = 5)
        -> Field
    {
        Field(fieldLabel(name, label, hint, isRequired), value: value(name), maximum: maximum, rows: rows)
    }

    package func select(
        _ name: String, _ label: String, hint: String? = nil, isRequired: Bool = true, prompt: String? = "select_prompt",
        _ choices: [Choice]
    ) -> Select {
        Select(fieldLabel(name, label, hint, isRequired), choices: choices, chosen: texts(name).first, prompt: prompt.map { sentences($0) })
    }

    package func radios(
        _ name: String, _ label: String, hint: String? = nil, isRequired: Bool = true, isInline: Bool = false, _ choices: [Choice]
    ) -> Choices {
        Choices(
            fieldLabel(name, label, hint, isRequired), kind: .radio, choices: choices, chosen: texts(name), isInline: isInline)
    }

    package func checkboxes(_ name: String, _ label: String, hint: String? = nil, isRequired: Bool = true, _ choices: [Choice]) -> Choices {
        Choices(fieldLabel(name, label, hint, isRequired), kind: .checkbox, choices: choices, chosen: texts(name))
    }

    /// - Parameter accepts: the endings that are offered: `.xlsx,.csv`.
    package func file(_ name: String, _ label: String, hint: String? = nil, accepts: String) -> FileField {
        FileField(fieldLabel(name, label, hint, true), accepts: accepts)
    }

    package func date(_ name: String, _ label: String, hint: String? = nil, isRequired: Bool = true, isBirthday: Bool = false) -> DateField
    {
        let fieldLabel = fieldLabel(name, label, hint, isRequired)
        if let date = LegalDate(value(name)) { return DateField(fieldLabel, date: date, isBirthday: isBirthday) }
        return DateField(
            fieldLabel, day: value(name + ".day"), month: value(name + ".month"), year: value(name + ".year"), isBirthday: isBirthday)
    }

    /// A ``HalfDay``.
    package func halfDay(_ name: String, _ label: String, hint: String? = nil, isRequired: Bool = true) -> HalfDayField {
        if let known = HalfDay(value(name)) {
            return HalfDayField(
                DateField(fieldLabel(name, label, hint, isRequired), date: known.date), half: known.half.rawValue, sentences)
        }
        return HalfDayField(date(name, label, hint: hint, isRequired: isRequired), half: value(name + ".half"), sentences)
    }

    /// - Parameter address: where the suggestions come from; see ``SuggestField``.
    package func suggest(
        _ name: String, _ label: String, hint: String? = nil, isRequired: Bool = true, from address: String, word: String = "name",
        detail: String? = nil
    ) -> SuggestField {
        SuggestField(fieldLabel(name, label, hint, isRequired), value: value(name), address: address, word: word, detail: detail)
    }

    private func fieldLabel(_ name: String, _ label: String, _ hint: String?, _ isRequired: Bool) -> FieldLabel {
        FieldLabel(
            name: name, label: sentences(label), hint: hint.map { sentences($0) }, error: error(name), isRequired: isRequired, scope: scope)
    }

    /// Whether an error belongs to a field: to itself, or to something inside it (`categories.0` to `categories`).
    private static func holds(_ field: String, _ error: String) -> Bool { error == field || error.hasPrefix(field + ".") }
}

extension JSONValue {
    /// What a field shows of it.
    fileprivate var shown: String? {
        switch self {
        case .string(let text), .field(let text), .number(let text): text
        case .bool(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}
