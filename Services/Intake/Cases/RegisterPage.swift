import Foundation
import Models
import Pages
import ServiceKit

/// What `intake-register.mustache` shows: the register of cases, with the search over it.
struct RegisterPage: Part {
    private let search: [any Part]
    private let table: Table

    init(_ found: [CaseRecord], filter: CaseFilter, page: PageRequest, typed: JSONValue, t: Sentences) {
        let form = Form(t, values: typed)
        search = [
            form.text("q", "cases_search", hint: "cases_search_hint", isRequired: false, kind: .search, maximum: 200),
            form.select(
                "status", "column_state", isRequired: false, prompt: "filter_all",
                CaseState.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.select(
                "stalled", "cases_stalled", isRequired: false, prompt: "filter_all",
                [Choice("true", t("answer_yes")), Choice("false", t("answer_no"))]),
        ]
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { CaseRoutes.cursor(CaseSummaryView($0), filter) } : nil
        let query = Self.query(filter)
        table = Table(
            caption: t("cases_title"), isCaptionHidden: true,
            columns: ["column_code", "column_client", "column_form", "column_accepted", "column_helper", "column_state"].map {
                Table.Column(t($0))
            },
            rows: shown.map { Self.row($0, t) }, empty: Self.empty(filter, t),
            paging: Paging(
                summary: t.count("cases_count", shown.count), first: page.after == nil ? nil : "/cases?\(query)",
                next: next.map { "/cases?\(query)after=\($0)" }))
    }

    func child(named name: String) -> Any? {
        switch name {
        case "search": search
        case "table": table
        default: nil
        }
    }

    private static func row(_ record: CaseRecord, _ t: Sentences) -> [TableCell] {
        [
            .link(record.code, to: "/cases/\(record.id)", detail: record.urgent ? t("case_urgent") : nil), .text(record.clientName),
            .text(t.label(record.form), detail: t.label(record.field)), .moment(Moment(record.acceptedOn, t.formats)),
            record.helper.map { .text($0.name, detail: t.label($0.kind)) } ?? .none,
            record.stalled && record.state.isOpen ? .tag(Tag(t("case_stalled"), .bad)) : .tag(Tag(record.state, t)),
        ]
    }

    private static func empty(_ filter: CaseFilter, _ t: Sentences) -> EmptyState {
        let isNarrowed = filter.text != nil || filter.state != nil || filter.stalled != nil
        guard isNarrowed else {
            return EmptyState(t("cases_empty"), text: t("cases_empty_text"), action: Link(t("request_new"), to: "/requests/new"))
        }
        return EmptyState(t("cases_none_found"), text: t("cases_none_found_text"), action: Link(t("filter_all"), to: "/cases"))
    }

    private static func query(_ filter: CaseFilter) -> String {
        var query = filter.text.map { "q=\($0.queryEscaped)&" } ?? ""
        if let state = filter.state { query += "status=\(state.rawValue)&" }
        if let stalled = filter.stalled { query += "stalled=\(stalled)&" }
        return query
    }
}

extension String {
    /// For the value of a query: everything but unreserved characters as `%XX` (RFC 3986 §2.1).
    fileprivate var queryEscaped: String {
        addingPercentEncoding(withAllowedCharacters: .alphanumerics.intersection(.init(charactersIn: "\u{21}"..."\u{7E}"))) ?? ""
    }
}
