import Directory
import Foundation
import Models
import Pages
import ServiceKit

/// What `portal-accounts.mustache` shows: the search, what it found, and who is still to be invited.
struct AccountListPage: Part {
    let accounts: [Account]
    let filter: AccountFilter
    let organisations: [OrganisationID: Organisation]
    let helpers: [KnownHelper]
    let mayEnter: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "may_enter": mayEnter
        case "filters": filters
        case "list": list
        case "helpers": helpers.isEmpty ? nil : waiting
        default: nil
        }
    }

    private var filters: Filters {
        let more: [any FilterField] = [
            form.select(
                "role", "accounts_role", isRequired: false, prompt: "accounts_all_roles",
                Role.allCases.filter { $0 != .program }.map { Choice($0.rawValue, t.label($0)) }),
            form.select(
                "state", "accounts_state", isRequired: false, prompt: "accounts_all_states",
                AccountState.allCases.map { Choice($0.rawValue, t("accounts_\($0.rawValue)")) }),
        ]
        var chosen: [Link] = []
        if let text = filter.text { chosen.append(Link("“\(text)”", to: address { $0.text = nil })) }
        if let role = filter.role { chosen.append(Link(t.label(role), to: address { $0.role = nil })) }
        if let state = filter.state { chosen.append(Link(t("accounts_\(state.rawValue)"), to: address { $0.state = nil })) }
        if let place = filter.organisation {
            chosen.append(Link(organisations[place]?.title ?? "–", to: address { $0.organisation = nil }))
        }
        return Filters(
            action: "/accounts", fields: [form.text("q", "accounts_search", isRequired: false, kind: .search, maximum: 200)], more: more,
            kept: filter.sorted.map { [HiddenField("sort", $0)] } ?? [], chosen: chosen)
    }

    private var list: Table {
        let shown = accounts.prefix(filter.page.limit)
        return Table(
            caption: t("accounts_title"), isCaptionHidden: true,
            columns: [
                column("accounts_name", .name), column("accounts_role", .role), Table.Column(t("accounts_organisation")),
                Table.Column(t("accounts_factor")), column("accounts_state", .state),
            ],
            rows: shown.map(row), empty: EmptyState(t("accounts_none"), text: t("accounts_none_text")),
            paging: Paging(
                summary: t.count("accounts_count", shown.count), first: filter.page.after == nil ? nil : address(),
                next: filter.next(after: accounts).map { address(after: $0) }))
    }

    private func column(_ label: String, _ sort: AccountSort) -> Table.Column {
        Table.Column(
            t(label), sort: Table.Sort(sort, of: filter.sorting) { sorting in address { $0.sorting = sorting } })
    }

    private func row(_ account: Account) -> [TableCell] {
        [
            .link(account.displayName, to: "/accounts/\(account.id)", detail: account.login), .text(t.label(account.role)),
            account.organisation.flatMap { organisations[$0]?.title }.map { .text($0) } ?? .none,
            .text(t(account.hasSecondFactor ? "accounts_factor_yes" : "accounts_factor_no")), .tag(account.tag(t)),
        ]
    }

    private var waiting: Table {
        Table(
            caption: t("accounts_waiting"),
            columns: [Table.Column(t("accounts_name")), Table.Column(t("accounts_kind")), Table.Column(t("accounts_organisation"))],
            rows: helpers.map { helper in
                [
                    mayEnter ? .link(helper.name, to: "/accounts/new?helper=\(helper.id)") : .text(helper.name),
                    .text(t.label(helper.kind)), organisations[helper.organisation].map { .text($0.title) } ?? .none,
                ]
            }, empty: EmptyState(t("accounts_none")))
    }

    private func address(after cursor: Cursor? = nil, _ change: (inout AccountFilter) -> Void = { _ in }) -> String {
        var filter = filter
        change(&filter)
        return Address.of(
            "/accounts", ("q", filter.text), ("role", filter.role?.rawValue), ("organisation", filter.organisation?.description),
            ("state", filter.state?.rawValue), ("sort", filter.sorted),
            ("after", cursor?.description))
    }
}

extension Account {
    /// How it stands, in words.
    func tag(_ t: Sentences) -> Tag {
        switch state {
        case .closed: Tag(t("accounts_closed"), .quiet)
        case .invited: Tag(t("accounts_invited"), .attention)
        case .active: Tag(t("accounts_active"), .good)
        }
    }
}
