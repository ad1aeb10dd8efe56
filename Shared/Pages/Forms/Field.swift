/// A line of text, or an area of it: `parts/field`.
package struct Field: FormPart {
    package enum Kind: String, Sendable {
        case text, email, tel, search, password, number, url
    }

    /// How wide the box is: as wide as what is expected in it.
    package enum Width: String, Sendable {
        case full, half, short
    }

    package let label: FieldLabel
    package var value: String
    package var kind: Kind
    package var width: Width
    package var autocomplete: String?
    package var maximum: Int?
    package var rows: Int?

    /// - Parameters:
    ///   - maximum: the longest text allowed, in characters.
    ///   - rows: an area of that many lines instead of one line.
    package init(
        _ label: FieldLabel, value: String = "", kind: Kind = .text, width: Width = .full, autocomplete: String? = nil, maximum: Int? = nil,
        rows: Int? = nil
    ) {
        self.label = label
        self.value = value
        self.kind = kind
        self.width = width
        self.autocomplete = autocomplete
        self.maximum = maximum
        self.rows = rows
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "part": "parts/field"
        case "value": value
        case "type": kind.rawValue
        case "inputmode": kind == .number ? "numeric" : nil
        case "width": width.rawValue
        case "autocomplete": autocomplete
        case "maximum": maximum
        case "rows": rows
        default: label.child(named: name)
        }
    }
}
