/// A line of text that suggests what is known while one types: `parts/suggest`. Without scripts it is the line of text alone; nothing
/// but the text is ever sent.
package struct SuggestField: FormPart {
    package let label: FieldLabel
    let value: String
    let address: String
    let word: String
    let detail: String?

    /// - Parameters:
    ///   - address: answers `{"items": […]}` as JSON for `address?q=…` (or `&q=…` where it holds a query).
    ///   - word: the member of an item that is the text to take.
    ///   - detail: the member that tells apart items with the same text.
    package init(_ label: FieldLabel, value: String = "", address: String, word: String = "name", detail: String? = nil) {
        self.label = label
        self.value = value
        self.address = address
        self.word = word
        self.detail = detail
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "part": "parts/suggest"
        case "value": value
        case "address": address
        case "word": word
        case "detail": detail
        default: label.child(named: name)
        }
    }
}
