import Models
import Pages
import Rules
import ServiceKit

/// What `intake-dossiers.mustache` shows: how complete dossiers are, and what each lacks.
struct GapListPage: Part {
    let found: GapDesk.Found
    let helpers: [HelperCompleteness]
    let places: [OrganisationCompleteness]
    let names: [OrganisationID: String]
    let filter: GapFilter
    let page: PageRequest
    let today: LegalDate
    let unconfirmed: String?
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "completeness": completeness
        case "figures": figures
        case "chosen": chosen
        case "narrowed": chosen.isEmpty ? nil : true
        case "places": places.isEmpty ? nil : placeTable
        case "helpers": helpers.isEmpty ? nil : helperTable
        case "table": table
        case "unconfirmed": unconfirmed.map { Notice(.info, text: $0) }
        default: nil
        }
    }

    private var completeness: ProgressBar {
        let total = found.total
        return ProgressBar(t("dossiers_title"), done: total.present, of: total.required, words: words(total))
    }

    private func words(_ total: Completeness) -> String {
        t(
            "dossier_completeness",
            ["present": t.formats.number(total.present), "required": t.formats.number(total.required), "percent": "\(total.percent)"])
    }

    private var figures: [Figure] {
        [
            Figure(t.formats.number(found.total.cases), t("dossiers_cases")),
            Figure(
                t.formats.number(found.total.lacking), t("dossiers_lacking"), tone: found.total.lacking == 0 ? .good : .attention),
            Figure(t.formats.number(found.total.missing), t("dossiers_missing"), tone: found.total.missing == 0 ? .good : .attention),
        ]
    }

    private var chosen: [Link] {
        var chosen: [Link] = []
        if filter.helper != nil, let name = found.items.first?.record.helper?.name ?? helpers.first?.name {
            chosen.append(Link(name, to: address { $0.helper = nil }))
        }
        if let organisation = filter.organisation {
            chosen.append(Link(names[organisation] ?? organisation.description, to: address { $0.organisation = nil }))
        }
        if filter.late == true { chosen.append(Link(t("case_need_papers_late"), to: address { $0.late = nil })) }
        return chosen
    }

    private var helperTable: Table {
        lines(
            t("dossiers_by_helper"), t("column_helper"),
            helpers.map { line in
                let name: TableCell =
                    line.helper.map { helper in .link(line.name ?? helper.description, to: address { $0.helper = helper }) }
                    ?? .text(t("case_need_unassigned"))
                return (name, line.completeness)
            })
    }

    private var placeTable: Table {
        lines(
            t("dossiers_by_organisation"), t("home_organisation"),
            places.map { line in
                let name = names[line.organisation] ?? line.organisation.description
                return (.link(name, to: address { $0.organisation = line.organisation }), line.completeness)
            })
    }

    private func lines(_ caption: String, _ heading: String, _ lines: [(TableCell, Completeness)]) -> Table {
        Table(
            caption: caption, isCaptionHidden: true,
            columns: [
                .init(heading), .init(t("dossiers_cases"), isNumber: true), .init(t("dossiers_lacking"), isNumber: true),
                .init(t("dossiers_missing"), isNumber: true), .init(t("dossiers_percent"), isNumber: true),
            ],
            rows: lines.map { name, completeness in
                [
                    name, .number(t.formats.number(completeness.cases)), .number(t.formats.number(completeness.lacking)),
                    .number(t.formats.number(completeness.missing)), .number("\(completeness.percent) %"),
                ]
            }, empty: EmptyState(t("dossiers_complete")))
    }

    private var table: Table {
        let shown = found.items.prefix(page.limit)
        let next = found.items.count > page.limit ? shown.last.map(GapRoutes.cursor) : nil
        return Table(
            caption: t("dossiers_lacking"), isCaptionHidden: true,
            columns: [
                .init(t("column_code")), .init(t("column_helper")), .init(t("dossiers_gaps")), .init(t("dossiers_percent"), isNumber: true),
                .init(t("column_state")),
            ],
            rows: shown.map(row), empty: EmptyState(t("dossiers_complete"), text: t("dossiers_complete_text")),
            paging: Paging(
                summary: t.count("cases_count", shown.count), first: page.after == nil ? nil : address(),
                next: next.map { address(after: $0) }))
    }

    private func row(_ item: GapDesk.Item) -> [TableCell] {
        let record = item.record
        let isLate = item.gaps.contains { $0.isLate(on: today) }
        return [
            .link(record.code, to: "/cases/\(record.id)", detail: record.clientName),
            record.helper.map { .text($0.name) } ?? .none,
            .text(item.gaps.map { $0.words(t) }.joined(separator: "; ")), .number("\(record.completeness) %"),
            .tag(isLate ? Tag(t("dossier_late"), .bad) : Tag(record.state, t)),
        ]
    }

    private func address(after cursor: Cursor? = nil, _ change: (inout GapFilter) -> Void = { _ in }) -> String {
        var filter = filter
        change(&filter)
        return Address.of(
            "/dossiers", ("helper", filter.helper?.description), ("organisation", filter.organisation?.description),
            ("late", filter.late.map { String($0) }), ("after", cursor?.description))
    }
}
