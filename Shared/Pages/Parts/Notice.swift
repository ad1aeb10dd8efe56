/// Something to know before reading on: `parts/notice`.
package struct Notice: Part {
    package enum Kind: String, Sendable {
        case info, success, warning, danger
    }

    package let kind: Kind
    package let title: String?
    package let text: String
    package let action: Link?

    package init(_ kind: Kind, title: String? = nil, text: String, action: Link? = nil) {
        self.kind = kind
        self.title = title
        self.text = text
        self.action = action
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "kind": kind.rawValue
        case "title": title
        case "text": text
        case "action": action
        default: nil
        }
    }
}
