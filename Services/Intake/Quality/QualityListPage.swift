import Models
import Pages
import Rules
import ServiceKit

/// What `intake-quality-list.mustache` shows: what was scored, by grade, and how far blind reviewers agree.
struct QualityListPage: Part {
    let found: QualityDesk.Listed
    let filter: QualityFilter
    let page: PageRequest
    let pack: QualityPack
    let mayPlan: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "may_plan": mayPlan
        case "figures": figures
        case "filters": filters
        case "table": table
        case "agreed": found.agreement.rounds == 0 ? nil : agreed
        case "criteria": found.agreement.rounds == 0 ? nil : criteria
        case "unconfirmed": pack.note.map { Notice(.info, title: t("rule_unconfirmed"), text: $0.text(t.language.rawValue)) }
        default: nil
        }
    }

    private var figures: [Figure] {
        pack.grades.map { grade in
            Figure(
                t.formats.number(found.grades[grade.key] ?? 0), grade.title.text(t.language.rawValue), href: "/quality?grade=\(grade.key)",
                tone: QualityRoundPanel.tone(grade.key))
        }
    }

    private var filters: Filters {
        var chosen: [Link] = []
        if let kind = filter.kind { chosen.append(Link(t("quality_kind_\(kind.rawValue)"), to: address { $0.kind = nil })) }
        if let grade = filter.grade {
            chosen.append(Link(pack.grade(named: grade)?.title.text(t.language.rawValue) ?? grade, to: address { $0.grade = nil }))
        }
        if filter.helper != nil, let name = found.lines.first?.round.helperName {
            chosen.append(Link(name, to: address { $0.helper = nil }))
        }
        let kept = [
            filter.helper.map { HiddenField("helper", $0.description) },
            filter.organisation.map { HiddenField("organisation", $0.description) },
        ].compactMap(\.self)
        return Filters(
            action: "/quality",
            fields: [
                form.select(
                    "kind", "quality_kind", isRequired: false, prompt: "filter_all",
                    QualityRound.Kind.allCases.map { Choice($0.rawValue, t("quality_kind_\($0.rawValue)")) }),
                form.select(
                    "grade", "quality_grade", isRequired: false, prompt: "filter_all",
                    pack.grades.map { Choice($0.key, $0.title.text(t.language.rawValue)) }),
            ], kept: kept, chosen: chosen)
    }

    private var agreed: String {
        let agreement = found.agreement
        let kappa = agreement.kappa.map { t.formats.number($0) } ?? "–"
        return t(
            "quality_agreement_words",
            [
                "rounds": t.formats.number(agreement.rounds), "share": t.formats.number((agreement.sameGrade ?? 0) * 100), "kappa": kappa,
            ])
    }

    private var criteria: Table {
        Table(
            caption: t("quality_agreement"), isCaptionHidden: true,
            columns: [
                .init(t("quality_criterion")), .init(t("quality_same_points"), isNumber: true),
                .init(t("quality_difference"), isNumber: true),
            ],
            rows: found.agreement.criteria.map { line in
                [
                    .text(pack.criteria.first { $0.key == line.criterion }?.title.text(t.language.rawValue) ?? line.criterion),
                    .number("\(t.formats.number(line.same * 100)) %"), .number(t.formats.number(line.meanDifference)),
                ]
            }, empty: EmptyState(t("quality_none")))
    }

    private var table: Table {
        let shown = found.lines.prefix(page.limit)
        let next = found.lines.count > page.limit ? shown.last.map(QualityRoutes.cursor) : nil
        return Table(
            caption: t("quality_title"), isCaptionHidden: true,
            columns: [
                .init(t("column_code")), .init(t("column_helper")), .init(t("quality_kind")), .init(t("quality_total"), isNumber: true),
                .init(t("quality_grade")), .init(t("success_found")),
            ],
            rows: shown.map(row), empty: EmptyState(t("quality_none"), text: t("quality_none_text")),
            paging: Paging(first: page.after == nil ? nil : address(), next: next.map { address(after: $0) }))
    }

    private func row(_ line: QualityLine) -> [TableCell] {
        let round = line.round
        let grade = round.grade ?? ""
        return [
            .link(line.code, to: "/cases/\(round.caseID)/quality"), round.helperName.map { .text($0) } ?? .none,
            .text(t("quality_kind_\(round.kind.rawValue)"), detail: round.closedAt.map { t.formats.dateTime($0) }),
            round.total.map { .number(t.formats.number($0)) } ?? .none,
            .tag(Tag(pack.grade(named: grade)?.title.text(t.language.rawValue) ?? grade, QualityRoundPanel.tone(grade))),
            line.success.isEmpty ? .none : .text(line.success.joined(separator: ", ")),
        ]
    }

    private func address(after cursor: Cursor? = nil, _ change: (inout QualityFilter) -> Void = { _ in }) -> String {
        var filter = filter
        change(&filter)
        return Address.of(
            "/quality", ("kind", filter.kind?.rawValue), ("grade", filter.grade), ("helper", filter.helper?.description),
            ("organisation", filter.organisation?.description), ("after", cursor?.description))
    }
}
