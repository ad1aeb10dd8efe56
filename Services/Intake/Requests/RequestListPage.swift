import Models
import Pages
import ServiceKit

/// What `intake-requests.mustache` shows: the requests, a view of them for each state, and what they are narrowed by.
struct RequestListPage: Part {
    /// One more than `page` asks for where there are more.
    let found: [RequestRecord]
    let filter: RequestFilter
    let sorting: Sorting<RequestSort>
    let page: PageRequest
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "views": views
        case "filters": filters
        case "table": table
        default: nil
        }
    }

    private var views: Views {
        Views(
            t("requests_title"),
            [.init(Link(t("filter_all"), to: address { $0.state = nil }), isPresent: filter.state == nil)]
                + RequestState.allCases.map { state in
                    .init(Link(t.label(state), to: address { $0.state = state }), isPresent: filter.state == state)
                })
    }

    private var filters: Filters {
        let kept = filter.receivedBefore == nil ? filter.state.map { [HiddenField("status", $0.rawValue)] } ?? [] : []
        var chosen: [Link] = []
        if let text = filter.text { chosen.append(Link("“\(text)”", to: address { $0.forgetText() })) }
        if let form = filter.form { chosen.append(Link(t.label(form), to: address { $0.form = nil })) }
        if filter.receivedBefore != nil { chosen.append(Link(t("home_answer_late"), to: address())) }
        let sorted = sorting.text(unless: RequestSort.usual).map { [HiddenField("sort", $0)] } ?? []
        return Filters(
            action: "/requests", isSent: true,
            fields: [form.text("q", "requests_search", isRequired: false, kind: .search, maximum: 200)],
            more: [
                form.select(
                    "form", "column_form", isRequired: false, prompt: "filter_all",
                    AidForm.allCases.map { Choice($0.rawValue, t.label($0)) }),
                form.select("late", "requests_answer", isRequired: false, prompt: "filter_all", [Choice("true", t("home_answer_late"))]),
            ],
            kept: kept + sorted, chosen: chosen)
    }

    private var table: Table {
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { Cursor(Cursor.key($0.receivedAt), $0.id.description) } : nil
        return Table(
            caption: t("requests_title"), isCaptionHidden: true,
            columns: [
                Table.Column(t("column_client")), received, Table.Column(t("column_form")), Table.Column(t("column_field")),
                Table.Column(t("column_state")),
            ],
            rows: shown.map(row), empty: empty,
            paging: Paging(
                summary: t.count("requests_count", shown.count), first: page.after == nil ? nil : address(isLate: isLate),
                next: next.map { address(isLate: isLate, after: $0) }))
    }

    private var received: Table.Column {
        let head = Table.Sort(.received, of: sorting) { address(isLate: isLate, sorting: $0) }
        return Table.Column(t("column_received"), sort: head)
    }

    private var isLate: Bool { filter.receivedBefore != nil }

    private func row(_ request: RequestRecord) -> [TableCell] {
        [
            .link(request.client.name, to: "/requests/\(request.id)", detail: request.opened?.code),
            .moment(Moment(request.receivedAt, t.formats)), .text(t.label(request.form)), .text(t.label(request.field)),
            .tag(Tag(request.state, t)),
        ]
    }

    private var empty: EmptyState {
        guard filter.state != nil || filter.form != nil || filter.text != nil else {
            return EmptyState(t("requests_empty"), text: t("requests_empty_text"), action: Link(t("request_new"), to: "/requests/new"))
        }
        return EmptyState(t("requests_none_found"), text: t("cases_none_found_text"), action: Link(t("filter_all"), to: "/requests"))
    }

    /// The list as it is narrowed now, but for `change`; without `isLate` the delay is let go.
    private func address(
        isLate: Bool = false, sorting: Sorting<RequestSort>? = nil, after cursor: Cursor? = nil,
        _ change: (inout RequestFilter) -> Void = { _ in }
    ) -> String {
        let sorting = sorting ?? self.sorting
        var filter = filter
        change(&filter)
        return Address.of(
            "/requests",
            [("status", isLate ? nil : filter.state?.rawValue), ("form", filter.form?.rawValue)] + filter.searchParameters
                + [
                    ("late", isLate ? "true" : nil), ("sort", sorting.text(unless: RequestSort.usual)),
                    ("after", cursor?.description),
                ])
    }
}
