import Foundation
import Models
import Pages
import ServiceKit

/// What `portal-trail.mustache` shows.
struct TrailListPage: Part {
    let entries: [TrailEntry]
    /// From where people signed in, by reference.
    let addresses: [String: String]
    let filter: TrailFilter
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "heading": t(filter.subject == nil ? "audit_title" : "audit_subject_title")
        case "subject": filter.subject?.text
        case "about": filter.subject == nil ? nil : entries.first { $0.subject?.uuid == filter.subject }.map { kind($0) }
        case "narrowed": filter.subject != nil || filter.actor != nil || filter.action != nil
        case "list": list
        default: nil
        }
    }

    /// Of a dossier, its papers and its request are named beside it.
    private var namesWhat: Bool { filter.subject == nil || entries.contains { $0.subject?.uuid != filter.subject } }

    private var list: Table {
        let shown = entries.prefix(filter.page.limit)
        let next = entries.count > filter.page.limit ? shown.last.map { Cursor(Instant.format($0.at), $0.id.description) } : nil
        return Table(
            caption: t("audit_title"), isCaptionHidden: true,
            columns: [Table.Column(t("audit_at")), Table.Column(t("audit_actor")), Table.Column(t("audit_action"))]
                + (namesWhat ? [Table.Column(t("audit_what"))] : []) + [Table.Column(t("audit_reference"))],
            rows: shown.map(row), empty: EmptyState(t("audit_none"), text: t("audit_none_text")),
            paging: Paging(
                summary: t.count("audit_count", shown.count), first: filter.page.after == nil ? nil : address(after: nil),
                next: next.map { address(after: $0) }))
    }

    private func row(_ entry: TrailEntry) -> [TableCell] {
        [
            .moment(Moment(entry.at, t.formats)),
            .link(entry.actorName, to: Address.of("/audit", ("actor", entry.actor)), detail: t.label(entry.role)), .text(action(entry)),
        ] + (namesWhat ? [subject(entry)] : []) + [entry.reference.map { .text($0) } ?? .none]
    }

    /// In words where there are some, else as the trail names it.
    private func action(_ entry: TrailEntry) -> String {
        let name = entry.action.replacing(".", with: "_").replacing("-", with: "_")
        let details = entry.details.map { details in
            details.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
        }
        let address = entry.action.hasPrefix("sign_in.") ? entry.reference.flatMap { addresses[$0] } : nil
        return [t.known("audit_action_\(name)") ?? entry.action, details, address].compactMap(\.self).joined(separator: " – ")
    }

    private func kind(_ entry: TrailEntry) -> String {
        let name = entry.subjectKind.replacing("-", with: "_")
        return t.known("audit_kind_\(name)") ?? entry.subjectKind
    }

    private func subject(_ entry: TrailEntry) -> TableCell {
        guard let subject = entry.subject else { return .text(kind(entry)) }
        return .link(kind(entry), to: "/audit?subject=\(subject)", detail: subject.description)
    }

    private func address(after cursor: Cursor?) -> String {
        Address.of(
            "/audit", ("subject", filter.subject?.text), ("actor", filter.actor), ("action", filter.action), ("after", cursor?.description))
    }
}
