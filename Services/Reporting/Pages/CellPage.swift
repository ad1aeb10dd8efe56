import Models
import Pages
import Rules
import ServiceKit

/// What `reporting-cell.mustache` shows: the cases behind one figure.
struct CellPage: Part {
    let title: String
    private let caption: String
    private let figure: String
    private let back: Link
    private let table: Table

    init(_ report: FinishedReport, _ cell: ReportCell, _ found: [CountedCase], _ page: PageRequest, _ t: Sentences) {
        let language = t.language.rawValue
        let row = report.form.rows[cell.row - 1]
        let column = report.form.columns[cell.column - 1]
        // A form of aid alone does not name its row: the field above it does.
        let field = row.form == nil ? nil : row.field.map { t.label($0) }
        let heading = [column.group?.text(language), column.title.text(language)].compactMap(\.self).joined(separator: ": ")
        title = [field, row.title.text(language), heading].compactMap(\.self).joined(separator: " – ")
        caption = "\(report.form.title.text(language)), \(report.period.title.text(language)) (\(cell))"
        figure = t.count("report_cell_count", report.figures[cell])
        back = Link(t("report_back"), to: "/reports/\(report.run.id)")
        let address = "/reports/\(report.run.id)/cells/\(cell)"
        let shown = found.prefix(page.limit)
        table = Table(
            caption: title, isCaptionHidden: true,
            columns: ["report_column_code", "report_column_accepted", "report_column_ended"].map { Table.Column(t($0)) },
            rows: shown.map { one in
                [
                    .link(one.code, to: "/cases/\(one.id)"), .moment(Moment(one.acceptedOn, t.formats)),
                    one.endedOn.map { .moment(Moment($0, t.formats)) } ?? .none,
                ]
            },
            empty: EmptyState(t("report_cell_empty")),
            paging: Paging(
                first: page.after == nil ? nil : address,
                next: found.count > page.limit ? shown.last.map { "\(address)?after=\($0.cursor)" } : nil))
    }

    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "caption": caption
        case "figure": figure
        case "back": back
        case "table": table
        default: nil
        }
    }
}
