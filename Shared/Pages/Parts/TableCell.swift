/// A value in a table or a summary list: text, a link, a number, a date, a tag, with a smaller line below where there is more to say.
package struct TableCell: Part {
    var text: String?
    var href: String?
    var moment: Moment?
    var tag: Tag?
    var detail: String?
    var isNumber = false

    package static func text(_ text: String, detail: String? = nil) -> TableCell { TableCell(text: text, detail: detail) }
    package static func link(_ text: String, to href: String, detail: String? = nil) -> TableCell {
        TableCell(text: text, href: href, detail: detail)
    }
    /// A number, already written in the page's language; numbers stand to the right.
    package static func number(_ text: String, detail: String? = nil) -> TableCell {
        TableCell(text: text, detail: detail, isNumber: true)
    }
    package static func moment(_ moment: Moment, detail: String? = nil) -> TableCell { TableCell(moment: moment, detail: detail) }
    package static func tag(_ tag: Tag, detail: String? = nil) -> TableCell { TableCell(tag: tag, detail: detail) }
    /// Nothing known: a dash.
    package static var none: TableCell { TableCell() }

    var isEmpty: Bool { text == nil && moment == nil && tag == nil }

    package func child(named name: String) -> Any? {
        switch name {
        case "text": href == nil ? text : nil
        case "link": href.map { Link(text ?? $0, to: $0) }
        case "moment": moment
        case "tag": tag
        case "detail": detail
        case "none": isEmpty
        default: nil
        }
    }
}
