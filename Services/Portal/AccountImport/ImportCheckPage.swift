import Foundation
import Models
import Pages
import ServiceKit

/// What `portal-import-check.mustache` shows: what would come of each row, or what has come of it.
struct ImportCheckPage: Part {
    let look: ImportAccounts.Look
    let filter: ImportFilter
    /// Something else than was seen would have been made.
    let hasChanged: Bool
    let titles: [OrganisationID: String]
    let t: Sentences

    private var isDone: Bool { look.file.doneAt != nil }
    private var path: String { "/accounts/import/\(look.file.id)" }

    func child(named name: String) -> Any? {
        switch name {
        case "steps": ImportStartPage.steps(isDone ? 2 : 1, t)
        case "file": look.file.fileName
        case "notice": notice
        case "figures": figures
        case "list": list
        case "ready": !isDone && count(.ready) > 0
        case "open": !isDone
        case "path": path
        case "seen": look.seen
        case "submit": t.count("import_submit", count(.ready))
        case "kept": t("import_kept", ["until": t.formats.dateTime(look.file.endsAt)])
        default: nil
        }
    }

    private func count(_ kind: ImportVerdict.Kind) -> Int { look.lines.count { $0.verdict.kind == kind } }

    private var notice: Notice {
        if hasChanged { return Notice(.warning, title: t("import_changed_title"), text: t("import_changed")) }
        let wrong = count(.wrong)
        if isDone {
            let rest = wrong > 0 ? " " + t.count("import_done_wrong", wrong) : ""
            return Notice(wrong > 0 ? .warning : .success, title: t.count("import_done", count(.made)), text: t("import_done_mails") + rest)
        }
        if count(.ready) == 0 {
            return Notice(wrong > 0 ? .danger : .info, title: t("import_none_title"), text: t(wrong > 0 ? "import_mend" : "import_none"))
        }
        return wrong > 0
            ? Notice(.warning, title: t.count("import_wrong_title", wrong), text: t("import_mend"))
            : Notice(.info, title: t("import_sound_title"), text: t("import_sound"))
    }

    private var figures: [Figure] {
        let kinds: [(ImportVerdict.Kind, Tag.Tone)] = [(isDone ? .made : .ready, .good), (.known, .info), (.wrong, .bad)]
        return kinds.map { kind, tone in
            let number = count(kind)
            return Figure(
                t.formats.number(number), t("import_figure_\(kind.rawValue)"),
                href: number > 0 && number < look.lines.count ? Address.of(path, ("show", kind.rawValue)) : nil,
                tone: number > 0 ? tone : .quiet)
        }
    }

    private var list: Table {
        let wanted = look.lines.filter { (filter.show == nil || $0.verdict.kind == filter.show) && $0.line.number > filter.after }
        let shown = wanted.prefix(ImportFilter.limit)
        let next = wanted.count > shown.count ? shown.last.map { address(after: $0.line.number) } : nil
        return Table(
            caption: filter.show.map { t("import_figure_\($0.rawValue)") } ?? t("import_rows"), isCaptionHidden: filter.show == nil,
            columns: [
                Table.Column(t("import_row")), Table.Column(t("accounts_name")), Table.Column(t("accounts_role")),
                Table.Column(t("import_verdict")),
            ],
            rows: shown.map(row), empty: EmptyState(t("import_empty")),
            paging: Paging(
                summary: t.count("import_count", look.lines.count),
                first: filter.after > 0 || filter.show != nil ? path : nil, next: next))
    }

    private func row(_ checked: CheckedLine) -> [TableCell] {
        let line = checked.line
        let name = line[.name] ?? "–"
        let number = TableCell.text(t("import_row_number", ["number": String(line.number)]))
        switch checked.verdict {
        case .ready(let draft):
            return [
                number, .text(draft.displayName, detail: draft.login), .text(t.label(draft.role), detail: place(draft.organisation)),
                .tag(Tag(t("import_ready"), .good), detail: t("import_mail", ["email": draft.email ?? ""])),
            ]
        case .known(let account):
            return [
                number, .link(account.displayName, to: "/accounts/\(account.id)", detail: account.login),
                .text(t.label(account.role), detail: place(account.organisation)),
                .tag(Tag(t("import_known"), .info), detail: t(account.active ? "import_known_text" : "import_known_closed")),
            ]
        case .made(let account):
            return [
                number, .link(name, to: "/accounts/\(account)", detail: line[.login] ?? line[.email]),
                line[.role].map { .text($0, detail: line[.organisation]) } ?? .none, .tag(Tag(t("import_made"), .good)),
            ]
        case .wrong(let errors):
            return [
                number, .text(name, detail: line[.login] ?? line[.email]),
                line[.role].map { .text($0, detail: line[.organisation]) } ?? .none,
                .tag(Tag(t("import_wrong"), .bad), detail: errors.map(sentence).joined(separator: " ")),
            ]
        }
    }

    /// „Vai trò: Cần điền mục này.“
    private func sentence(_ error: FieldError) -> String {
        let column = ImportColumn(rawValue: String(error.pointer.description.dropFirst()))
        return [column.map { t($0.heading) + ":" }, error.message.text(t.language)].compactMap(\.self).joined(separator: " ")
    }

    private func place(_ id: OrganisationID?) -> String? { id.flatMap { titles[$0] } }

    private func address(after number: Int) -> String {
        Address.of(path, ("show", filter.show?.rawValue), ("after", String(number)))
    }
}

/// Which of the rows are shown.
struct ImportFilter: Sendable {
    static let limit = 100

    var show: ImportVerdict.Kind?
    /// The number of the last row of the page before.
    var after = 0

    /// From a query. Throws 422.
    static func read(_ query: JSONValue) throws -> ImportFilter {
        let reader = FieldReader(query, ignoring: ["notice"])
        let filter = ImportFilter(
            show: reader.optionalChoice("show", ImportVerdict.Kind.self), after: reader.optionalInt("after", in: 0...10_000_000) ?? 0)
        try reader.finish()
        return filter
    }
}
