import Models
import Pages
import ServiceKit

/// What `intake-requests.mustache` shows.
struct RequestListPage {
    /// `table` and `views`, one for each state.
    let parts: [String: Any]

    init(_ found: [RequestRecord], state: RequestState?, page: PageRequest, t: Sentences) {
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { Cursor(Instant.format($0.receivedAt), $0.id.description) } : nil
        let query = state.map { "status=\($0.rawValue)&" } ?? ""
        let table = Table(
            caption: t("requests_title"), isCaptionHidden: true,
            columns: [
                Table.Column(t("column_client")), Table.Column(t("column_received")), Table.Column(t("column_form")),
                Table.Column(t("column_field")), Table.Column(t("column_state")),
            ],
            rows: shown.map { request in
                [
                    .link(request.client.name, to: "/requests/\(request.id)", detail: request.opened?.code),
                    .moment(Moment(request.receivedAt, t.formats)), .text(t.label(request.form)), .text(t.label(request.field)),
                    .tag(Tag(request.state, t)),
                ]
            },
            empty: EmptyState(t("requests_empty"), text: t("requests_empty_text"), action: Link(t("request_new"), to: "/requests/new")),
            paging: Paging(
                summary: t.count("requests_count", shown.count), first: page.after == nil ? nil : "/requests?\(query)",
                next: next.map { "/requests?\(query)after=\($0)" }))
        let views = Views(
            t("requests_title"),
            [.init(Link(t("filter_all"), to: "/requests"), isPresent: state == nil)]
                + RequestState.allCases.map { .init(Link(t.label($0), to: "/requests?status=\($0.rawValue)"), isPresent: $0 == state) })
        parts = ["table": table, "views": views]
    }
}
