/// A number that matters, in words: `parts/figure`, several inside `<ul class="figures">`.
package struct Figure: Part {
    let value: String
    let label: String
    let href: String?
    let tone: Tag.Tone

    /// - Parameter value: the number, already written in the page's language.
    package init(_ value: String, _ label: String, href: String? = nil, tone: Tag.Tone = .quiet) {
        self.value = value
        self.label = label
        self.href = href
        self.tone = tone
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "value": value
        case "label": label
        case "href": href
        case "tone": tone.rawValue
        default: nil
        }
    }
}
