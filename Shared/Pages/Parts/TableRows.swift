import Mustache

/// The rows of a table, written by code and not by a template: most of what a page of a list holds.
struct TableRows: MustacheCustomRenderable {
    let columns: [Table.Column]
    let rows: [[TableCell]]

    let isNull = false

    var renderText: String {
        var markup = Markup()
        for row in rows {
            markup.raw("<tr>")
            for (position, cell) in zip(columns, row).enumerated() {
                write(cell.1, of: cell.0, isHeading: position == 0, to: &markup)
            }
            markup.raw("</tr>\n")
        }
        return markup.text
    }

    /// - Parameter isHeading: whether it names its row; the others carry their column's name, shown beside them where the screen is narrow.
    private func write(_ cell: TableCell, of column: Table.Column, isHeading: Bool, to markup: inout Markup) {
        if isHeading {
            markup.raw("<th scope=\"row\">")
            write(cell, to: &markup)
            markup.raw("</th>")
        } else {
            markup.raw("<td data-label=\"")
            markup.words(column.label)
            markup.raw("\"")
            if column.isNumber || cell.isNumber { markup.raw(" class=\"number\"") }
            // Beside the column's name stands one thing.
            markup.raw(cell.detail == nil ? ">" : "><div>")
            write(cell, to: &markup)
            markup.raw(cell.detail == nil ? "</td>" : "</div></td>")
        }
    }

    private func write(_ cell: TableCell, to markup: inout Markup) {
        if let href = cell.href {
            markup.raw("<a href=\"")
            markup.words(href)
            markup.raw("\">")
            markup.words(cell.text ?? href)
            markup.raw("</a>")
        } else if let text = cell.text {
            markup.words(text)
        }
        if let moment = cell.moment {
            markup.raw("<time datetime=\"")
            markup.words(moment.machine)
            markup.raw("\">")
            markup.words(moment.text)
            markup.raw("</time>")
        }
        if let tag = cell.tag {
            markup.raw("<span class=\"tag tag-")
            markup.words(tag.tone.rawValue)
            markup.raw("\">")
            markup.words(tag.text)
            markup.raw("</span>")
        }
        // A cell with nothing in it is read out as empty by itself.
        if cell.isEmpty { markup.raw("<span aria-hidden=\"true\">–</span>") }
        if let detail = cell.detail {
            markup.raw("<span class=\"detail\">")
            markup.words(detail)
            markup.raw("</span>")
        }
    }
}
