import Pages

/// What `reporting-figures.mustache` shows: the table of a report, with or without links behind its figures.
struct FiguresTable: Part {
    private struct Head: Part {
        let title: String
        let span: Int
        /// Over both rows of heads.
        let isTall: Bool

        func child(named name: String) -> Any? {
            switch name {
            case "title": title
            case "span": span
            case "tall": isTall
            default: nil
            }
        }
    }

    private struct Figure: Part {
        let text: String
        let href: String?

        func child(named name: String) -> Any? {
            switch name {
            case "text": text
            case "href": href
            default: nil
            }
        }
    }

    private struct Line: Part {
        let title: String
        let level: Int
        let figures: [Figure]

        func child(named name: String) -> Any? {
            switch name {
            case "title": title
            case "level": level
            case "figures": figures
            default: nil
            }
        }
    }

    private let rowHeading: String
    private let caption: String
    private let first: [Head]
    private let second: [Head]
    private let numbers: [String]
    private let lines: [Line]

    /// - Parameter link: the address behind a figure that is not zero, by its row and column from 1.
    init(_ document: ReportDocument, _ formats: Formats, link: (Int, Int) -> String? = { _, _ in nil }) {
        rowHeading = document.rowHeading
        caption = document.title
        first = document.groups.map { group in
            Head(
                title: group.title ?? document.columns[group.columns.lowerBound], span: group.columns.count, isTall: group.title == nil)
        }
        second = document.groups.filter { $0.title != nil }.flatMap { group in
            group.columns.map { Head(title: document.columns[$0], span: 1, isTall: false) }
        }
        numbers = document.columns.indices.map { "(\($0 + 1))" }
        lines = document.lines.enumerated().map { row, line in
            Line(
                title: line.title, level: line.level,
                figures: line.figures.enumerated().map { column, value in
                    Figure(text: formats.number(value), href: value == 0 ? nil : link(row + 1, column + 1))
                })
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "caption": caption
        case "row_heading": rowHeading
        case "first": first
        case "second": second
        case "numbers": numbers
        case "lines": lines
        default: nil
        }
    }
}
