import Models
import Pages
import Rules
import ServiceKit

/// What `reporting-report.mustache` shows: one report, with its figures once they are there.
struct ReportPage: Part {
    let title: String
    private let caption: String
    private let status: Tag
    private let facts: SummaryList
    private let notice: Notice?
    private let figures: FiguresTable?
    private let chart: Chart?
    private let notes: [String]
    private let exports: [Link]

    init(_ file: ReportFile, _ t: Sentences) {
        let run = file.run
        let language = t.language.rawValue
        title = file.formTitle.text(language)
        caption = file.form.map { t("report_sign", ["sign": $0.sign]) } ?? run.form
        status = Tag(run.status, t)
        facts = SummaryList([
            .init(t("report_column_subject"), file.subject.text(language)),
            .init(t("report_column_period"), file.periodTitle.text(language)),
            .init(
                t("report_fact_counted"),
                t(
                    run.wholePeriod ? "report_counted_whole" : "report_counted_real",
                    ["from": t.formats.date(run.countedFrom), "to": t.formats.date(run.countedTo)])),
            .init(t("report_fact_as_of"), .moment(Moment(run.asOf, t.formats))),
            .init(t("report_column_requested"), .moment(Moment(run.requestedAt, t.formats), detail: run.requestedBy)),
        ])
        notice = Self.notice(run, t)
        let finished = try? FinishedReport(file)
        figures = finished.map { report in
            FiguresTable(ReportDocument(report, t), t.formats) { "/reports/\(run.id)/cells/r\($0)c\($1)" }
        }
        chart = finished.map { Self.chart(ReportDocument($0, t), t) }
        notes = finished?.notes.map { $0.text(language) } ?? []
        exports =
            finished == nil
            ? []
            : ExportFormat.allCases.map {
                Link(t("report_export_\($0.rawValue)"), to: "/api/v1/report-runs/\(run.id)/export?format=\($0.rawValue)")
            } + [Link(t("report_print"), to: "/reports/\(run.id)/print")]
    }

    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "caption": caption
        case "status": status
        case "facts": facts
        case "notice": notice
        case "figures": figures
        case "chart": chart
        case "notes": notes
        case "noted": !notes.isEmpty
        case "exports": exports
        default: nil
        }
    }

    /// The first column, the total, by field of law.
    private static func chart(_ document: ReportDocument, _ t: Sentences) -> Chart {
        let fields = document.lines.filter { $0.level == 1 }
        return Chart(
            .bars, id: "fields", title: t("report_chart"), categoryName: document.rowHeading, categories: fields.map(\.title),
            series: [Chart.Series(document.columns.first ?? "", fields.map { Double($0.figures.first ?? 0) })],
            empty: EmptyState(t("report_chart_none")), t)
    }

    private static func notice(_ run: ReportRun, _ t: Sentences) -> Notice? {
        switch run.status {
        case .queued: return Notice(.info, text: t("report_waiting"))
        case .running:
            let progress = ["done": t.formats.number(run.jobsDone), "jobs": t.formats.number(run.jobs ?? 0)]
            return Notice(.info, text: t("report_running", progress))
        case .failed: return Notice(.danger, title: t("report_failed"), text: t("report_failed_text"))
        case .done: return nil
        }
    }
}
