/// A list with nothing in it says why, and what to do: `parts/empty`.
package struct EmptyState: Part {
    package let title: String
    package let text: String?
    package let action: Link?

    package init(_ title: String, text: String? = nil, action: Link? = nil) {
        self.title = title
        self.text = text
        self.action = action
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "text": text
        case "action": action
        default: nil
        }
    }
}
