import Foundation
import Models
import ServiceKit

/// Where each role goes from the header; steps, progress, tabs, confirmations.
struct WaysGuide: Part {
    let t: Sentences
    let now: Date

    func child(named name: String) -> Any? {
        switch name {
        case "headers": headers
        case "steps": steps
        case "bars": bars
        case "tabs": tabs
        case "plain": plain
        case "danger": danger
        case "wrong": wrong
        default: nil
        }
    }

    private var headers: [Header] {
        ([nil] + Role.allCases.filter { $0 != .program }).map { role in
            Header(
                id: "header-\(role?.rawValue ?? "public")", role: role.map(t.label) ?? t("styleguide_public"),
                links: Navigation.links(for: role, at: "/", t).links)
        }
    }

    /// The header's links of one role.
    private struct Header: Part {
        let id: String
        let role: String
        let links: [Link]

        func child(named name: String) -> Any? {
            switch name {
            case "id": id
            case "role": role
            case "links": links
            default: nil
            }
        }
    }

    private var steps: Steps {
        Steps(
            [
                (t("styleguide_step_where"), "#"), (t("styleguide_step_who"), "#"), (t("styleguide_step_matter"), nil),
                (t("styleguide_step_check"), nil),
            ], current: 2, t)
    }

    private var bars: [ProgressBar] {
        [(4, 7), (7, 7), (0, 7)].map { done, total in
            ProgressBar(
                t("styleguide_dossier"), done: done, of: total,
                words: t("styleguide_dossier_words", ["done": t.formats.number(done), "total": t.formats.number(total)]))
        }
    }

    private var tabs: Tabs {
        let lists = ListsGuide(t: t, now: now)
        let none = EmptyState(t("styleguide_none"), text: t("styleguide_none_text"))
        let parts: [(String, String, String, Any?)] = [
            ("facts", t("styleguide_facts"), "parts/summary", lists.child(named: "facts")),
            ("events", t("styleguide_events"), "parts/timeline", lists.child(named: "events")),
            ("papers", t("styleguide_papers"), "parts/empty", none),
        ]
        return Tabs(
            t("styleguide_case"),
            parts.compactMap { id, title, template, part in (part as? any Part).map { .init(id: id, title: title, template, $0) } })
    }

    private var plain: ConfirmationDialog {
        ConfirmationDialog(
            id: "hand-over", opener: t("styleguide_confirm_plain"), title: t("styleguide_confirm_plain_title"),
            text: t("styleguide_confirm_plain_text"), action: "/styleguide/ways", submit: t("styleguide_confirm_plain_submit"))
    }

    private var danger: ConfirmationDialog { stopping(id: "stop", Form(t)) }

    /// As it comes back: open, with what is wrong.
    private var wrong: ConfirmationDialog { stopping(id: "stop-again", Form(t, errors: [FieldError("/stop-again/reason", .required)])) }

    private func stopping(id: String, _ form: Form) -> ConfirmationDialog {
        let reason = form.area(id + ".reason", "styleguide_reason", rows: 3)
        return ConfirmationDialog(
            id: id, opener: t("styleguide_confirm"), title: t("styleguide_confirm_title"), text: t("styleguide_confirm_text"),
            action: "/styleguide/ways", submit: t("styleguide_confirm_submit"), isDanger: true, fields: [reason])
    }
}
