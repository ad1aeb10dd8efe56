/// A panel of the home page: the few figures that matter, what they are made of, and the way to all of it: `overview.mustache`.
///
/// Each figure leads to the list that it counts.
package struct Overview: Part {
    package let title: String
    let figures: [Figure]
    let progress: [ProgressBar]
    let chart: Chart?
    let table: Table?
    let more: Link?
    let also: Link?
    let hint: String?

    /// - Parameters:
    ///   - title: the panel's heading, in words.
    ///   - more: the list that the table shows the beginning of.
    ///   - also: another list that belongs to it.
    ///   - hint: what the figures rest on, where that is not clear by itself.
    package init(
        _ title: String, figures: [Figure] = [], progress: [ProgressBar] = [], chart: Chart? = nil, table: Table? = nil, more: Link? = nil,
        also: Link? = nil, hint: String? = nil
    ) {
        self.title = title
        self.figures = figures
        self.progress = progress
        self.chart = chart
        self.table = table
        self.more = more
        self.also = also
        self.hint = hint
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "counted": !figures.isEmpty
        case "figures": figures
        case "progress": progress
        case "chart": chart
        case "table": table
        case "more": more
        case "also": also
        case "hint": hint
        default: nil
        }
    }
}
