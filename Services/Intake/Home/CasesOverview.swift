import Directory
import Models
import Pages
import Rules
import ServiceKit

/// What the home page says of cases: to a helper their own, to a centre its state, to those who oversee the state of each place.
struct CasesOverview: Sendable {
    let t: Sentences
    let today: LegalDate

    /// A helper's own cases: what is late, what comes next, what is missing.
    func own(_ counts: CaseCounts, _ cases: [PressingCase]) -> Overview {
        Overview(
            t("home_own_cases"), figures: figures(counts, [.nextLate, .stalled, .papersMissing]),
            table: Table(
                caption: t("home_own_cases"), isCaptionHidden: true,
                columns: [
                    Table.Column(t("column_code")), Table.Column(t("home_next_step")), Table.Column(t("home_missing"), isNumber: true),
                    Table.Column(t("column_state")),
                ],
                rows: cases.map(row), empty: EmptyState(t("home_own_none"), text: t("home_own_none_text"))),
            more: counts.open > cases.count ? Link(t("home_all_open"), to: "/cases?open=true") : nil,
            also: Link(t("dossiers_title"), to: "/dossiers"))
    }

    /// The state of a centre, with its months where they are given.
    func centre(_ counts: CaseCounts, months: [MonthCount]?) -> Overview {
        Overview(
            t("home_centre"), figures: figures(counts, [.stalled, .nextLate, .papersLate, .changeLate]),
            progress: counts.open == 0
                ? []
                : [
                    ProgressBar(
                        t("home_complete"), done: counts.complete, of: counts.open,
                        words: t(
                            "home_complete_words",
                            ["done": t.formats.number(counts.complete), "total": t.formats.number(counts.open)]))
                ],
            chart: months.map(chart), more: Link(t("home_all_open"), to: "/cases?open=true"),
            also: Link(t("dossiers_title"), to: "/dossiers"))
    }

    /// The state of each organisation of a province.
    func organisations(_ counts: [OrganisationID: CaseCounts], of organisations: [Organisation]) -> Overview {
        places(
            t("home_organisations_state"), t("home_organisation"),
            organisations.map { ($0.title, "organisation=\($0.id)", counts[$0.id] ?? .none) })
    }

    /// The state of each province.
    func provinces(_ counts: [String: CaseCounts], of provinces: Provinces) -> Overview {
        places(
            t("home_provinces_state"), t("home_province"),
            provinces.all.compactMap { province in
                counts[province.code].map { (province.name.text(t.language.rawValue), "province=\(province.code)", $0) }
            })
    }

    private func places(_ title: String, _ heading: String, _ places: [(name: String, query: String, counts: CaseCounts)]) -> Overview {
        let needs: [CaseNeed] = [.stalled, .unassigned, .papersLate, .changeLate]
        return Overview(
            title, figures: figures(places.map(\.counts).reduce(.none, +), needs),
            table: Table(
                caption: title, isCaptionHidden: true,
                columns: [Table.Column(heading), Table.Column(t("home_open"), isNumber: true)]
                    + needs.map { Table.Column(t("case_need_\($0.rawValue)"), isNumber: true) },
                rows: places.map { place in
                    [.text(place.name), number(place.counts.open, "open=true&\(place.query)")]
                        + needs.map { number(place.counts[$0], "need=\($0.rawValue)&\(place.query)") }
                }, empty: EmptyState(t("home_places_none"))), also: Link(t("dossiers_title"), to: "/dossiers"))
    }

    private func number(_ count: Int, _ query: String) -> TableCell {
        count == 0 ? .number(t.formats.number(0)) : .link(t.formats.number(count), to: "/cases?\(query)")
    }

    private func figures(_ counts: CaseCounts, _ needs: [CaseNeed]) -> [Figure] {
        [Figure(t.formats.number(counts.open), t("home_open"), href: "/cases?open=true", tone: .info)]
            + needs.map { need in
                let count = counts[need]
                return Figure(
                    t.formats.number(count), t("case_need_\(need.rawValue)"), href: "/cases?need=\(need.rawValue)",
                    tone: count == 0 ? .good : need == .papersMissing ? .attention : .bad)
            }
    }

    private func row(_ item: PressingCase) -> [TableCell] {
        let next: TableCell =
            switch (item.nextStep, item.nextOn) {
            case (nil, nil): .none
            case (let step?, let day): .text(step, detail: day.map(t.formats.date))
            case (nil, let day?): .moment(Moment(day, t.formats))
            }
        return [
            .link(item.code, to: "/cases/\(item.id)", detail: item.clientName), next, .number(t.formats.number(item.missingPapers)),
            .tag(tag(item)),
        ]
    }

    private func tag(_ item: PressingCase) -> Tag {
        if let day = item.nextOn, day < today, item.state != .suspended { return Tag(t("case_need_next_late"), .bad) }
        if item.stalled { return .late(item.state, t) }
        if let day = item.papersDueOn, day < today { return Tag(t("case_need_papers_late"), .bad) }
        return Tag(item.state, t)
    }

    private func chart(_ counted: [MonthCount]) -> Chart {
        let months = Self.months(upTo: today)
        let known = Dictionary(uniqueKeysWithValues: counted.map { ($0.month, $0) })
        let begun = months.map { Double(known[$0]?.begun ?? 0) }
        let ended = months.map { Double(known[$0]?.ended ?? 0) }
        return Chart(
            .lines, id: "months", title: t("home_months"), categoryName: t("home_month"),
            categories: months.map { "\($0.month)/\($0.year % 100)" },
            series: [Chart.Series(t("home_begun"), begun), Chart.Series(t("home_ended"), ended)],
            summary: t(
                "home_months_sum",
                ["begun": t.formats.number(Int(begun.reduce(0, +))), "ended": t.formats.number(Int(ended.reduce(0, +)))]),
            empty: EmptyState(t("home_months_none")), t)
    }

    /// The first days of the last twelve months, this one included.
    static func months(upTo today: LegalDate) -> [LegalDate] {
        (0..<12).reversed().compactMap { back in
            let month = today.year * 12 + today.month - 1 - back
            return LegalDate(year: month / 12, month: month % 12 + 1, day: 1)
        }
    }
}
