/// A panel that another service serves: loaded by the page's script, a link without it: `parts/fragment`.
package struct Fragment: Part {
    let href: String
    let label: String

    /// - Parameters:
    ///   - href: the panel's address, which is also a page.
    ///   - label: what the panel shows, as its heading and the text of the link.
    package init(_ href: String, label: String) {
        self.href = href
        self.label = label
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "href": href
        case "label": label
        default: nil
        }
    }
}
