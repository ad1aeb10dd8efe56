import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What `reporting-quality.mustache` shows: the figures of quality of a period and a subject, and the form that asks for others.
struct QualityPage: Part {
    /// Lines of a table on the page; files have all.
    private static let longest = 40

    let request: QualityRequest
    let table: QualityTable
    let asOf: Date
    /// The fields that ask for other figures.
    let fields: [any FormPart]
    let rules: RulePacks
    /// The query of these figures, with their instant.
    let query: String
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "fields": fields
        case "facts": facts
        case "organisations": rounds(table.organisations, "quality_figures_organisations", "report_column_subject")
        case "helpers": rounds(table.helpers, "quality_figures_helpers", "column_helper")
        case "success": success
        case "criteria": table.criteria.isEmpty ? nil : criteria
        case "exports":
            ["xlsx", "csv", "json"].map { Link(t("report_export_\($0)"), to: "/api/v1/quality-figures/export?\(query)&format=\($0)") }
        case "note":
            rules.quality(on: request.period.to).note.map {
                Notice(.info, title: t("rule_unconfirmed"), text: $0.text(t.language.rawValue))
            }
        case "cut": max(table.organisations.count, table.helpers.count) > Self.longest ? Notice(.info, text: t("quality_figures_cut")) : nil
        default: nil
        }
    }

    private var facts: SummaryList {
        SummaryList([
            .init(
                t("report_fact_counted"),
                t(
                    "report_counted_short",
                    ["from": t.formats.date(request.counted.lowerBound), "to": t.formats.date(request.counted.upperBound)])),
            .init(t("report_fact_as_of"), .moment(Moment(asOf, t.formats))),
        ])
    }

    private func rounds(_ lines: [QualityTable.Rounds], _ caption: String, _ column: String) -> Table {
        let grades = table.grades.map { Table.Column($0.title.text(t.language.rawValue), isNumber: true) }
        return Table(
            caption: t(caption),
            columns: [.init(t(column)), .init(t("quality_kind")), .init(t("quality_figures_rounds"), isNumber: true)] + grades
                + [.init(t("quality_figures_mean"), isNumber: true)],
            rows: lines.prefix(Self.longest).map(row), empty: EmptyState(t(caption), text: t("quality_figures_none")))
    }

    private func row(_ line: QualityTable.Rounds) -> [TableCell] {
        let grades: [TableCell] = table.grades.map { .number(t.formats.number(line.tally.grades[$0.key] ?? 0)) }
        let mean: TableCell = line.tally.mean.map { .number(t.formats.number($0)) } ?? .none
        return [.text(line.title, detail: line.detail), .text(line.kind), .number(t.formats.number(line.tally.rounds))] + grades + [mean]
    }

    private var success: Table {
        Table(
            caption: t("quality_figures_success"),
            columns: [
                .init(t("report_column_subject")), .init(t("quality_figures_finished"), isNumber: true),
                .init(t("quality_figures_found"), isNumber: true), .init(t("quality_figures_successful"), isNumber: true),
            ],
            rows: table.success.prefix(Self.longest).map { line in
                [
                    .text(line.title), .number(t.formats.number(line.tally.finished)), .number(t.formats.number(line.tally.found)),
                    .number(t.formats.number(line.tally.successful)),
                ]
            }, empty: EmptyState(t("quality_figures_success")))
    }

    private var criteria: Table {
        Table(
            caption: t("quality_figures_criteria"),
            columns: [.init(t("quality_criterion")), .init(t("quality_figures_cases"), isNumber: true)],
            rows: table.criteria.map { [.text("\($0.key) – \($0.title)"), .number(t.formats.number($0.cases))] },
            empty: EmptyState(t("quality_figures_criteria")))
    }
}
