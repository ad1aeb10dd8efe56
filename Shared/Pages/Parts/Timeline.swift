/// What happened, in order: `parts/timeline`.
package struct Timeline: Part {
    package struct Entry: Part {
        let title: String
        let moment: Moment
        let person: String?
        let text: String?
        let tag: Tag?
        let link: Link?

        /// - Parameter person: who did it, already in words.
        package init(_ title: String, at moment: Moment, by person: String? = nil, text: String? = nil, tag: Tag? = nil, link: Link? = nil)
        {
            self.title = title
            self.moment = moment
            self.person = person
            self.text = text
            self.tag = tag
            self.link = link
        }

        package func child(named name: String) -> Any? {
            switch name {
            case "title": title
            case "moment": moment
            case "person": person
            case "text": text
            case "tag": tag
            case "link": link
            default: nil
            }
        }
    }

    let entries: [Entry]
    let empty: EmptyState

    package init(_ entries: [Entry], empty: EmptyState) {
        self.entries = entries
        self.empty = empty
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "entries": entries
        case "filled": !entries.isEmpty
        case "empty": empty
        default: nil
        }
    }
}
