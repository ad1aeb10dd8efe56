/// Facts by name: `parts/summary`.
package struct SummaryList: Part {
    /// One fact, and where it can be changed.
    package struct Entry: Part {
        let key: String
        let values: [TableCell]
        let action: Link?

        package init(_ key: String, _ value: TableCell, action: Link? = nil) {
            self.init(key, [value], action: action)
        }

        package init(_ key: String, _ values: [TableCell], action: Link? = nil) {
            self.key = key
            self.values = values.isEmpty ? [.none] : values
            self.action = action
        }

        /// Plain text; nil shows a dash.
        package init(_ key: String, _ text: String?, action: Link? = nil) {
            self.init(key, text.map { .text($0) } ?? .none, action: action)
        }

        package func child(named name: String) -> Any? {
            switch name {
            case "key": key
            case "values": values
            case "action": action
            default: nil
            }
        }
    }

    let entries: [Entry]

    package init(_ entries: [Entry]) {
        self.entries = entries
    }

    package func child(named name: String) -> Any? { name == "entries" ? entries : nil }
}
