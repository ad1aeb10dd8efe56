/// A link: `{{href}}`, `{{text}}`.
package struct Link: Part {
    package let text: String
    package let href: String

    package init(_ text: String, to href: String) {
        self.text = text
        self.href = href
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "text": text
        case "href": href
        default: nil
        }
    }
}
