import Models
import Pages
import Rules
import ServiceKit

/// What `reporting-list.mustache` shows: the form that starts a report, and the reports there are.
struct ReportListPage: Part {
    private let fields: [any FormPart]
    private let errors: ErrorSummary?
    private let table: Table
    private let consultations: Table

    init(
        _ found: [ReportFile], page: PageRequest, form: Form, subjects: [Choice], periods: [ReportPeriod], rules: RulePacks,
        consultations: Table
    ) {
        let t = form.sentences
        let language = t.language.rawValue
        let forms = rules.statisticalForms.map { Choice($0.id, "\($0.sign) – \($0.title.text(language))") }
        fields = [
            form.select("form", "report_field_form", prompt: nil, forms),
            form.select("period", "report_field_period", prompt: nil, periods.map { Choice($0.id, $0.title.text(language)) }),
            form.select("subject", "report_field_subject", prompt: nil, subjects),
            form.checkboxes(
                "whole_period", "report_field_whole", isRequired: false, [Choice("true", t("report_whole"), hint: t("report_whole_hint"))]),
        ]
        errors = form.summary(fields)
        self.consultations = consultations
        let shown = found.prefix(page.limit)
        table = Table(
            caption: t("reports_runs"),
            columns: [
                "report_column_form", "report_column_subject", "report_column_period", "report_column_requested", "report_column_status",
            ]
            .map { Table.Column(t($0)) },
            rows: shown.map { Self.row($0, t) },
            empty: EmptyState(t("reports_empty"), text: t("reports_empty_text")),
            paging: Paging(
                first: page.after == nil ? nil : "/reports",
                next: found.count > page.limit ? shown.last.map { "/reports?after=\($0.run.cursor)" } : nil))
    }

    func child(named name: String) -> Any? {
        switch name {
        case "fields": fields
        case "errors": errors
        case "table": table
        case "consultations": consultations
        default: nil
        }
    }

    private static func row(_ file: ReportFile, _ t: Sentences) -> [TableCell] {
        let language = t.language.rawValue
        let counted = t(
            "report_counted_short", ["from": t.formats.date(file.run.countedFrom), "to": t.formats.date(file.run.countedTo)])
        return [
            .link(file.formTitle.text(language), to: "/reports/\(file.run.id)", detail: file.form?.sign),
            .text(file.subject.text(language)), .text(file.periodTitle.text(language), detail: counted),
            .moment(Moment(file.run.requestedAt, t.formats), detail: file.run.requestedBy), .tag(Tag(file.run.status, t)),
        ]
    }
}

extension Tag {
    /// A run's state.
    init(_ status: RunStatus, _ t: Sentences) {
        let tone: Tone =
            switch status {
            case .queued: .quiet
            case .running: .info
            case .done: .good
            case .failed: .bad
            }
        self.init(t("report_status_\(status.rawValue)"), tone)
    }
}
