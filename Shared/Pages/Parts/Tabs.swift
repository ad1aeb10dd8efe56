/// Sections of which one is read at a time: `parts/tabs`. Without scripts a list of links and the sections below each other; with them
/// tabs, as the ARIA pattern has it.
package struct Tabs: Part {
    /// One section.
    package struct Section: Part {
        let id: String
        let title: String
        let template: String
        let content: any Part

        /// - Parameters:
        ///   - id: the section's id, the part of its address after `#`.
        ///   - template: the part that shows `content`: `parts/table`.
        package init(id: String, title: String, _ template: String, _ content: any Part) {
            self.id = id
            self.title = title
            self.template = template
            self.content = content
        }

        package func child(named name: String) -> Any? {
            switch name {
            case "id": id
            case "title": title
            case "part": template
            case "content": content
            default: nil
            }
        }
    }

    let label: String
    let sections: [Section]

    /// - Parameter label: what the sections are of.
    package init(_ label: String, _ sections: [Section]) {
        self.label = label
        self.sections = sections
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "label": label
        case "sections": sections
        default: nil
        }
    }
}
