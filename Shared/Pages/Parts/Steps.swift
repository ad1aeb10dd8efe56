/// Where one is in a form of several pages: `parts/steps`.
package struct Steps: Part {
    /// One page of the form.
    struct Step: Part {
        let title: String
        let href: String?
        let state: State

        func child(named name: String) -> Any? {
            switch name {
            case "title": title
            case "href": href
            case "state": state.rawValue
            case "done": state == .done
            case "current": state == .current
            default: nil
            }
        }
    }

    enum State: String, Sendable {
        case done, current, ahead
    }

    private let steps: [Step]
    private let words: String

    /// - Parameters:
    ///   - titles: the pages in their order, each with its address where one may go back to it.
    ///   - current: the index of the page that is shown.
    package init(_ titles: [(title: String, href: String?)], current: Int, _ sentences: Sentences) {
        steps = titles.enumerated().map { index, entry in
            Step(
                title: entry.title, href: index < current ? entry.href : nil,
                state: index < current ? .done : index == current ? .current : .ahead)
        }
        words = sentences("steps_words", ["step": sentences.formats.number(current + 1), "steps": sentences.formats.number(titles.count)])
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "steps": steps
        case "words": words
        case "present": steps.first { $0.state == .current }?.title
        default: nil
        }
    }
}
