/// The views of one list to go between (all, open, closed), each at its own address: `parts/views`.
package struct Views: Part {
    /// One of the views.
    package struct Entry: Part {
        let link: Link
        let isPresent: Bool

        package init(_ link: Link, isPresent: Bool) {
            self.link = link
            self.isPresent = isPresent
        }

        package func child(named name: String) -> Any? { name == "present" ? isPresent : link.child(named: name) }
    }

    let label: String
    let entries: [Entry]

    /// - Parameter label: what the views are of, for screen readers.
    package init(_ label: String, _ entries: [Entry]) {
        self.label = label
        self.entries = entries
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "label": label
        case "entries": entries
        default: nil
        }
    }
}
