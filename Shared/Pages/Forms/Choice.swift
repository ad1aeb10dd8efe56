/// One of the things to choose from.
package struct Choice: Part {
    package let value: String
    package let label: String
    package let hint: String?
    /// Set by the field that holds it.
    var isChosen = false
    var name = ""
    var id = ""

    package init(_ value: String, _ label: String, hint: String? = nil) {
        self.value = value
        self.label = label
        self.hint = hint
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "value": value
        case "label": label
        case "hint": hint
        case "chosen": isChosen
        case "name": self.name
        case "id": id
        default: nil
        }
    }
}
