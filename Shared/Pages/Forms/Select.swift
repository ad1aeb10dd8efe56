/// One of a long list: `parts/select`.
package struct Select: FormPart {
    package let label: FieldLabel
    let choices: [Choice]
    let prompt: String?

    /// - Parameter prompt: the empty first entry ("Chọn…"); nil where there is none.
    package init(_ label: FieldLabel, choices: [Choice], chosen: String? = nil, prompt: String? = nil) {
        self.label = label
        self.prompt = prompt
        self.choices = choices.map {
            var choice = $0
            choice.isChosen = choice.value == chosen
            return choice
        }
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "part": "parts/select"
        case "choices": choices
        case "prompt": prompt
        default: label.child(named: name)
        }
    }
}
