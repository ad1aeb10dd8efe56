import Models
import Pages
import ServiceKit

/// What `intake-drafts.mustache` shows: one's own drafts, the latest first.
struct DraftListPage: Part {
    let found: [KeptForm]
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "table": table
        case "removing": found.map(removing)
        default: nil
        }
    }

    private var table: Table {
        Table(
            caption: t("drafts_title"), isCaptionHidden: true,
            columns: ["column_client", "draft_saved", "draft_ends"].map { Table.Column(t($0)) },
            rows: found.map { draft in
                [
                    .link(draft.title ?? t("draft_nameless"), to: "/requests/new?draft=\(draft.id.text)"),
                    .moment(Moment(draft.savedAt, t.formats)), .moment(Moment(LegalDate(draft.expiresAt), t.formats)),
                ]
            },
            empty: EmptyState(t("drafts_empty"), text: t("drafts_empty_text"), action: Link(t("request_new"), to: "/requests/new")))
    }

    private func removing(_ draft: KeptForm) -> ConfirmationDialog {
        let name = draft.title ?? t("draft_nameless")
        return ConfirmationDialog(
            id: "remove-\(draft.id.text)", opener: t("draft_remove_of", ["name": name]), title: t("draft_remove_title"),
            text: t("draft_remove_text", ["name": name]), action: "/requests/drafts/\(draft.id.text)/removal", submit: t("draft_remove"),
            isDanger: true)
    }
}
