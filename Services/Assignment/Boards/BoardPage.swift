import Models
import Pages
import ServiceKit

/// What `assignment-board.mustache` shows.
struct BoardPage: Part {
    /// Helpers in the chart of loads: those with the most.
    private static let bars = 12

    let counts: BoardCounts
    /// One more than the page holds where there are more.
    let found: [BoardCase]
    let filter: BoardFilter
    let page: PageRequest
    let limits: BoardLimits
    let helpers: [Helper]
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "figures": BoardFigures(counts: counts, t: t).all
        case "filters": filters
        case "list": list
        case "load": load
        default: nil
        }
    }

    private var filters: Filters {
        let states = [AssignmentState.waiting, .offered, .accepted]
        let more: [any FilterField] = [
            form.select("state", "board_state", isRequired: false, prompt: "filter_all", states.map { Choice($0.rawValue, t.label($0)) }),
            form.select(
                "form", "board_form", isRequired: false, prompt: "filter_all", AidForm.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.select(
                "late", "board_limit", isRequired: false, prompt: "filter_all",
                [Choice("true", t("board_late"))] + Lateness.allCases.map { Choice($0.rawValue, t("board_late_\($0.rawValue)")) }),
        ]
        var chosen: [Link] = []
        if let text = filter.text { chosen.append(Link("“\(text)”", to: address { $0.text = nil })) }
        if let state = filter.state { chosen.append(Link(t.label(state), to: address { $0.state = nil })) }
        if let form = filter.form { chosen.append(Link(t.label(form), to: address { $0.form = nil })) }
        switch filter.late {
        case .any: chosen.append(Link(t("board_late"), to: address { $0.late = nil }))
        case .one(let kind): chosen.append(Link(t("board_late_\(kind.rawValue)"), to: address { $0.late = nil }))
        case nil: break
        }
        return Filters(
            action: "/assignments", fields: [form.suggest("q", "board_search", isRequired: false, from: "/api/v1/helpers")], more: more,
            chosen: chosen)
    }

    private var list: Table {
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { Self.cursor(after: $0, limits) } : nil
        return BoardTable(t: t, limits: limits).cases(
            Array(shown), caption: t("board_title"), showsHelper: true, empty: t("board_none"),
            paging: Paging(
                summary: t.count("board_count", shown.count), first: page.after == nil ? nil : address(),
                next: next.map { address(after: $0) }))
    }

    /// Those who have the most.
    private var load: Chart {
        let most = helpers.sorted { ($1.points, $0.foldedName) < ($0.points, $1.foldedName) }.prefix(Self.bars)
        return Chart(
            .bars, id: "load", title: t("board_load"), categoryName: t("helpers_name"), categories: most.map(\.name),
            series: [Chart.Series(t("helpers_load"), most.map(\.points))], places: 1, empty: EmptyState(t("helpers_none")), t)
    }

    /// Where the list goes on behind `item`.
    static func cursor(after item: BoardCase, _ limits: BoardLimits) -> Cursor {
        Cursor(String(limits.rank(of: item)), Cursor.key(item.openedAt), item.id.description)
    }

    private func address(after cursor: Cursor? = nil, _ change: (inout BoardFilter) -> Void = { _ in }) -> String {
        var filter = filter
        change(&filter)
        return Address.of(
            "/assignments", ("q", filter.text), ("state", filter.state?.rawValue), ("form", filter.form?.rawValue),
            ("late", filter.late?.word), ("after", cursor?.description))
    }
}
