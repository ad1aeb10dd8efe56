/// A question before something that is not taken back: `parts/confirmation`. Without scripts it unfolds in its place; with them it is a
/// dialog. Either way nothing happens before its own form is sent.
package struct ConfirmationDialog: Part {
    let id: String
    let opener: String
    let title: String
    let text: String
    let action: String
    let submit: String
    let isDanger: Bool
    let kept: [HiddenField]
    let fields: [any FormPart]

    /// - Parameters:
    ///   - id: unique on the page.
    ///   - opener: the words of what opens it ("Bỏ tin…").
    ///   - title: the question.
    ///   - text: what it does, and whether it can be undone.
    ///   - action: takes the form by POST.
    ///   - submit: the words of the button that does it: the deed itself, never "yes".
    ///   - isDanger: whether something is lost by it.
    ///   - fields: what must be said with it, a reason say; where one of them has an error it stands unfolded.
    package init(
        id: String, opener: String, title: String, text: String, action: String, submit: String, isDanger: Bool = false,
        kept: [HiddenField] = [], fields: [any FormPart] = []
    ) {
        self.id = id
        self.opener = opener
        self.title = title
        self.text = text
        self.action = action
        self.submit = submit
        self.isDanger = isDanger
        self.kept = kept
        self.fields = fields
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "id": id
        case "opener": opener
        case "title": title
        case "text": text
        case "action": action
        case "submit": submit
        case "danger": isDanger
        case "kept": kept
        case "fields": fields
        case "open": fields.contains { $0.label.error != nil }
        default: nil
        }
    }
}
