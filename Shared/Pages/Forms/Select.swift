import Mustache

/// One of a long list: `parts/select`.
package struct Select: FormPart {
    package let label: FieldLabel
    private let options: SelectOptions
    let prompt: String?

    /// The value of the chosen one.
    var chosen: String? { options.chosen }

    /// - Parameter prompt: the empty first entry ("Chọn…"); nil where there is none.
    package init(_ label: FieldLabel, choices: [Choice], chosen: String? = nil, prompt: String? = nil) {
        self.label = label
        self.prompt = prompt
        options = SelectOptions(choices: choices, chosen: chosen)
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "part": "parts/select"
        case "options": options
        case "prompt": prompt
        default: label.child(named: name)
        }
    }
}

/// The entries of a select, written by code: some lists have a hundred.
struct SelectOptions: MustacheCustomRenderable {
    let choices: [Choice]
    /// The value of the chosen one.
    let chosen: String?

    let isNull = false

    var renderText: String {
        var markup = Markup()
        for choice in choices {
            markup.raw("<option")
            // Without a value an option's words are its value (HTML, 4.10.10): long lists of names say them once.
            if choice.value != choice.label {
                markup.raw(" value=\"")
                markup.words(choice.value)
                markup.raw("\"")
            }
            markup.raw(choice.value == chosen ? " selected>" : ">")
            // The end tag of an option may be left out (HTML, 13.1.2.4).
            markup.words(choice.label)
        }
        return markup.text
    }
}
