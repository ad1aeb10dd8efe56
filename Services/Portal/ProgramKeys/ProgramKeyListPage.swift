import Foundation
import Models
import Pages
import ServiceKit

/// What `portal-keys.mustache` shows.
struct ProgramKeyListPage: Part {
    /// One more than the page shows where there are more.
    let keys: [ProgramKey]
    let page: PageRequest
    let titles: [OrganisationID: String]
    let mayMake: Bool
    let now: Date
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "may_make": mayMake
        case "list": list
        default: nil
        }
    }

    private var list: Table {
        let shown = keys.prefix(page.limit)
        let next = keys.count > page.limit ? shown.last.map { Cursor(Cursor.key($0.madeAt), $0.id.description) } : nil
        return Table(
            caption: t("keys_title"), isCaptionHidden: true,
            columns: [
                Table.Column(t("keys_name")), Table.Column(t("accounts_organisation")), Table.Column(t("keys_ends")),
                Table.Column(t("keys_used")), Table.Column(t("accounts_state")),
            ],
            rows: shown.map(row), empty: EmptyState(t("keys_none"), text: t("keys_none_text")),
            paging: Paging(
                summary: t.count("keys_count", shown.count), first: page.after == nil ? nil : "/accounts/keys",
                next: next.map { Address.of("/accounts/keys", ("after", $0.description)) }))
    }

    private func row(_ key: ProgramKey) -> [TableCell] {
        [
            .link(key.name, to: "/accounts/keys/\(key.id)", detail: t.count("keys_rights_count", key.rights.count)),
            titles[key.organisation].map { .text($0) } ?? .none, .text(t.formats.date(key.endsOn)),
            key.usedAt.map { .moment(Moment($0, t.formats)) } ?? .text(t("keys_never_used")), .tag(key.state(at: now).tag(t)),
        ]
    }
}
