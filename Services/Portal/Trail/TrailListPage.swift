import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What `portal-trail.mustache` shows.
struct TrailListPage: Part {
    let entries: [TrailEntry]
    /// What it is asked about, where it is asked about one thing that the trail knows.
    let subject: TrailSubject?
    /// From where people signed in, by reference.
    let addresses: [String: String]
    let filter: TrailFilter
    let reader: Identity
    let forms: PrintedFormPack
    let form: Form

    private var t: Sentences { form.sentences }
    private var words: TrailWords { TrailWords(t: t, forms: forms) }

    func child(named name: String) -> Any? {
        switch name {
        case "heading": t(filter.subject == nil ? "audit_title" : "audit_subject_title")
        case "subject": filter.subject == nil ? nil : lead
        case "thing":
            subject.flatMap { subject in place(of: subject.kind, subject.id).map { Link(subject.code ?? words.kind(subject.kind), to: $0) }
            }
        case "narrowed": filter.subject != nil || filter.actor != nil || filter.action != nil
        case "filters": filters
        case "list": list
        default: nil
        }
    }

    private var lead: String {
        guard let subject else { return t("audit_subject_unknown") }
        let named = [words.kind(subject.kind), subject.code].compactMap(\.self).joined(separator: " ")
        return t("audit_subject_text", ["what": named])
    }

    private var filters: Filters {
        let kept = [("subject", filter.subject?.text), ("actor", filter.actor), ("action", filter.action)].compactMap { name, value in
            value.map { HiddenField(name, $0) }
        }
        var chosen: [Link] = []
        if let show = filter.show { chosen.append(Link(t("audit_show_\(show.rawValue)"), to: address { $0.show = nil })) }
        if let from = filter.from { chosen.append(Link("\(t("audit_from")) \(t.formats.date(from))", to: address { $0.from = nil })) }
        if let to = filter.to { chosen.append(Link("\(t("audit_to")) \(t.formats.date(to))", to: address { $0.to = nil })) }
        let clear = address {
            $0.show = nil
            $0.from = nil
            $0.to = nil
        }
        return Filters(
            action: "/audit",
            fields: [
                form.select(
                    "show", "audit_show", isRequired: false, prompt: "filter_all",
                    TrailFilter.Show.allCases.map { Choice($0.rawValue, t("audit_show_\($0.rawValue)")) })
            ],
            more: [form.date("from", "audit_from", isRequired: false), form.date("to", "audit_to", isRequired: false)],
            kept: kept, chosen: chosen, clear: clear)
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
                summary: t.count("audit_count", shown.count), first: filter.page.after == nil ? nil : address(),
                next: next.map { address(after: $0) }))
    }

    private func row(_ entry: TrailEntry) -> [TableCell] {
        [
            .moment(Moment(entry.at, t.formats)),
            .link(entry.actorName, to: Address.of("/audit", ("actor", entry.actor)), detail: t.label(entry.role)), .text(action(entry)),
        ] + (namesWhat ? [what(entry)] : []) + [entry.reference.map { .text($0) } ?? .none]
    }

    private func action(_ entry: TrailEntry) -> String {
        let address = SignInPlaces.isKept(entry.action) ? entry.reference.flatMap { addresses[$0] } : nil
        return [words.action(entry.action), words.details(entry.details), address].compactMap(\.self).joined(separator: " – ")
    }

    private func what(_ entry: TrailEntry) -> TableCell {
        let kind = words.kind(entry.subjectKind)
        guard let subject = entry.subject else { return .text(kind) }
        return .link(kind, to: "/audit?subject=\(subject)", detail: entry.action == "case.registered" ? entry.details?["code"] : nil)
    }

    /// Where that thing has a page that the reader may open; nil where it has none.
    private func place(of kind: String, _ id: UUID) -> String? {
        switch kind {
        case "case": reader.may(.readCases) ? "/cases/\(id.text)" : nil
        case "request": reader.may(.readRequests) ? "/requests/\(id.text)" : nil
        case "helper": "/helpers/\(id.text)"
        case "account": "/accounts/\(id.text)"
        default: nil
        }
    }

    /// The list as it is narrowed now, or after a change of that.
    private func address(after cursor: Cursor? = nil, _ change: (inout TrailFilter) -> Void = { _ in }) -> String {
        var filter = filter
        change(&filter)
        return Address.of(
            "/audit", ("subject", filter.subject?.text), ("actor", filter.actor), ("action", filter.action),
            ("from", filter.from?.description), ("to", filter.to?.description), ("show", filter.show?.rawValue),
            ("after", cursor?.description))
    }
}
