import Models
import Pages
import Rules
import ServiceKit

/// What `assignment-quotas.mustache` shows.
struct QuotaPage: Part {
    let words: QuotaWords
    let lines: [QuotaLine]
    let standing: QuotaLine.Standing?
    /// Of the helper who asks; nil for everybody else.
    let completed: [CompletedCase]?

    private var t: Sentences { words.t }

    func child(named name: String) -> Any? {
        switch name {
        case "year": words.title
        case "views": completed == nil ? views : nil
        case "progress": completed == nil ? nil : lines.first.flatMap { words.progress($0, label: $0.officer.name) }
        case "none": isNobodys ? Notice(.info, text: t("quota_officers_only")) : nil
        case "table": isNobodys ? nil : completed.map(own) ?? officers
        case "hint": isNobodys ? nil : words.hint
        default: nil
        }
    }

    /// A helper asks who is no legal aid officer: there is no quota for them.
    private var isNobodys: Bool { completed != nil && lines.isEmpty }

    private var views: Views {
        Views(
            t("quotas_title"),
            [.init(Link(t("filter_all"), to: "/quotas"), isPresent: standing == nil)]
                + QuotaLine.Standing.allCases.map {
                    .init(Link(t("quota_\($0.rawValue)"), to: "/quotas?standing=\($0.rawValue)"), isPresent: $0 == standing)
                })
    }

    private var officers: Table {
        let shown = lines.filter { standing == nil || $0.standing == standing }
        return Table(
            caption: words.title, isCaptionHidden: true,
            columns: [
                Table.Column(t("helpers_name")), Table.Column(t("helpers_organisation")),
                Table.Column(t("quota_completed"), isNumber: true),
                Table.Column(t("quota_marks"), isNumber: true), Table.Column(t("quota_missing"), isNumber: true),
                Table.Column(t("helpers_state")),
            ],
            rows: shown.map { line in
                [
                    .link(line.officer.name, to: "/helpers/\(line.officer.id)"), .text(line.officer.organisationTitle),
                    .number(t.formats.number(line.officer.completed)), line.band.map { .number(words.marks($0)) } ?? .none,
                    .number(t.formats.number(line.missing)), .tag(words.tag(line)),
                ]
            }, empty: EmptyState(t("quotas_none")), paging: Paging(summary: t.count("quotas_count", shown.count)))
    }

    private func own(_ cases: [CompletedCase]) -> Table {
        Table(
            caption: t("quota_cases"), columns: [Table.Column(t("board_code")), Table.Column(t("quota_ended"))],
            rows: cases.map { [.link($0.code, to: "/cases/\($0.id)"), .moment(Moment($0.endedOn, t.formats))] },
            empty: EmptyState(t("quota_cases_none")))
    }
}
