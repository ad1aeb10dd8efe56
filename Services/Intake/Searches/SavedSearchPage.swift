import Models
import Pages
import ServiceKit

/// What `intake-searches.mustache` shows: one's own saved searches, and the form of one that comes from the register.
struct SavedSearchPage: Part {
    let found: [SavedSearch]
    let form: Form

    private var t: Sentences { form.sentences }

    /// Whether what was sent came back.
    var failed: Bool { form.summary(fields) != nil }

    func child(named name: String) -> Any? {
        switch name {
        case "errors": form.summary(fields)
        case "asks": form.value("query").isEmpty ? nil : true
        case "form_key": form.key
        case "query": form.value("query")
        case "fields": fields
        case "table": table
        case "removing": found.map(removing)
        default: nil
        }
    }

    private var fields: [any FormPart] { [form.text("name", "search_name", hint: "search_name_hint", width: .half, maximum: 80)] }

    private var table: Table {
        Table(
            caption: t("searches_title"), isCaptionHidden: true,
            columns: ["search_name", "search_saved"].map { Table.Column(t($0)) },
            rows: found.map { [.link($0.name, to: "/cases?saved=\($0.id.text)"), .moment(Moment($0.savedAt, t.formats))] },
            empty: EmptyState(t("searches_empty"), text: t("searches_empty_text"), action: Link(t("cases_title"), to: "/cases")))
    }

    private func removing(_ search: SavedSearch) -> ConfirmationDialog {
        ConfirmationDialog(
            id: "remove-\(search.id.text)", opener: t("search_remove_of", ["name": search.name]), title: t("search_remove_title"),
            text: t("search_remove_text", ["name": search.name]), action: "/cases/searches/\(search.id.text)/removal",
            submit: t("search_remove"), isDanger: true)
    }
}
