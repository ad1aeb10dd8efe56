import Models
import Pages
import Rules
import ServiceKit

/// A finished report as it is laid out on paper, in one language: the administrative heading (Decree 30/2020), the table, notes, the place for the
/// signature. What every export and the print page say.
struct ReportDocument: Sendable {
    /// A heading over one column or several.
    struct Group: Sendable {
        /// Nil over a column that has none.
        let title: String?
        /// Indexes from 0.
        let columns: Range<Int>
    }

    struct Line: Sendable {
        let title: String
        /// 0 for the total, 1 for a field, 2 for a form of aid in it.
        let level: Int
        let figures: [Int]
    }

    /// Whom the report is from.
    let unit: String
    /// The form's official sign.
    let sign: String
    let motto: [String]
    let title: String
    /// The period, and the days that were counted.
    let period: String
    let counted: String
    /// What one count is.
    let counts: String
    let groups: [Group]
    let columns: [String]
    let lines: [Line]
    let notesTitle: String
    let notes: [String]
    /// Place and date, to be filled in by hand, and whom each signature is of.
    let place: String
    let signatures: [String]
    let rowHeading: String
    /// Without an extension, in plain letters.
    let fileName: String

    init(_ report: FinishedReport, _ t: Sentences) {
        let language = t.language.rawValue
        let run = report.run
        unit = report.file.subject.text(language)
        sign = t("report_sign", ["sign": report.form.sign])
        motto = [t("report_motto_first"), t("report_motto_second")]
        title = report.form.title.text(language)
        period = t("report_period", ["period": report.period.title.text(language)])
        counted = t(
            run.wholePeriod ? "report_counted_whole" : "report_counted_real",
            ["from": t.formats.date(run.countedFrom), "to": t.formats.date(run.countedTo)])
        counts = t("report_unit", ["unit": report.form.unit.text(language)])
        columns = report.form.columns.map { $0.title.text(language) }
        groups = Self.groups(report.form.columns.map { $0.group?.text(language) })
        lines = report.form.rows.map { row in
            Line(
                title: row.title.text(language), level: row.field == nil ? 0 : row.form == nil ? 1 : 2,
                figures: report.form.columns.map { report.figures[ReportCell(row: row.index, column: $0.index)] })
        }
        notesTitle = t("report_notes")
        notes = report.notes.map { $0.text(language) }
        place = t("report_place")
        signatures = [t("report_signature_maker"), t("report_signature_head")]
        rowHeading = t("report_row_heading")
        fileName = "\(run.form)-\(run.period)"
    }

    /// Neighbours with the same heading go together.
    private static func groups(_ titles: [String?]) -> [Group] {
        titles.enumerated().reduce(into: [Group]()) { groups, column in
            if let title = column.element, let last = groups.last, last.title == title {
                groups[groups.count - 1] = Group(title: title, columns: last.columns.lowerBound..<column.offset + 1)
            } else {
                groups.append(Group(title: column.element, columns: column.offset..<column.offset + 1))
            }
        }
    }
}
