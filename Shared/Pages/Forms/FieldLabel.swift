/// A part that is a field of a form.
package protocol FormPart: Part {
    var label: FieldLabel { get }
}

/// What every field of a form has: a name, a label, a hint, an error.
package struct FieldLabel: Sendable {
    /// The form's own name of it: dots for depth, `client.name`.
    package let name: String
    package let label: String
    package let hint: String?
    package let error: String?
    package let isRequired: Bool
    /// What its id begins with, where several forms of a page have a field of this name.
    let scope: String?

    package init(name: String, label: String, hint: String? = nil, error: String? = nil, isRequired: Bool = true, scope: String? = nil) {
        self.scope = scope
        self.name = name
        self.label = label
        self.hint = hint
        self.error = error
        self.isRequired = isRequired
    }

    /// The element's id: `client-name`.
    package var id: String { (scope.map { $0 + "-" } ?? "") + Self.id(of: name) }

    static func id(of name: String) -> String { name.replacing(".", with: "-") }

    /// What the parts' templates ask of it.
    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "id": id
        case "label": label
        case "hint": hint
        case "error": error
        case "required": isRequired
        case "optional": !isRequired
        case "described":
            [hint.map { _ in id + "-hint" }, error.map { _ in id + "-error" }].compactMap(\.self).joined(separator: " ").nonEmpty
        default: nil
        }
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
