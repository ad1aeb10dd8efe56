import Foundation
import Models
import Pages
import ServiceKit

/// What `sheet-import-check.mustache` shows: what would come of each row, or what has come of it.
struct SheetCheckPage<Import: ShownSheetImport>: Part {
    let rules: Import
    let look: KeepSheets<Import>.Look
    let reach: Import.Reach
    let identity: Identity
    let filter: SheetFilter
    /// Something else than was seen would have been made.
    let hasChanged: Bool
    let t: Sentences

    private var isDone: Bool { look.file.doneAt != nil }
    private var path: String { "\(Import.path)/\(look.file.id)" }

    func child(named name: String) -> Any? {
        switch name {
        case "steps": SheetStartPage<Import>.steps(isDone ? 2 : 1, t)
        case "back": Link(t(Import.list.title), to: Import.list.path)
        case "title": t(Import.key("title"))
        case "file": look.file.fileName
        case "notice": notice
        case "next": rules.next(look, for: identity, t)
        case "figures": figures
        case "list": list
        case "ready": !isDone && look.count(.ready) > 0
        case "start": Import.path
        case "path": path
        case "seen": look.seen
        case "submit": rules.submit(look.count(.ready), t)
        case "kept": t("import_kept", ["until": t.formats.dateTime(look.file.endsAt)])
        default: nil
        }
    }

    private var notice: Notice {
        if hasChanged { return Notice(.warning, title: t(Import.key("changed_title")), text: t("import_changed")) }
        let wrong = look.count(.wrong)
        if isDone {
            let rest = wrong > 0 ? " " + t.count("import_done_wrong", wrong) : ""
            return Notice(
                wrong > 0 ? .warning : .success, title: rules.done(look.count(.made), t), text: t(Import.key("done_text")) + rest)
        }
        if look.count(.ready) == 0 {
            return Notice(
                wrong > 0 ? .danger : .info, title: t(Import.key("none_title")), text: t(Import.key(wrong > 0 ? "mend" : "none")))
        }
        return wrong > 0
            ? Notice(.warning, title: t.count("import_wrong_title", wrong), text: t(Import.key("mend")))
            : Notice(.info, title: t("import_sound_title"), text: t(Import.key("sound")))
    }

    private var figures: [Figure] {
        let kinds: [(VerdictKind, Tag.Tone)] = [(isDone ? .made : .ready, .good), (.known, .info), (.wrong, .bad)]
        return kinds.map { kind, tone in
            let number = look.count(kind)
            return Figure(
                t.formats.number(number), t(Import.key("figure_\(kind.rawValue)")),
                href: number > 0 && number < look.lines.count ? Address.of(path, ("show", kind.rawValue)) : nil,
                tone: number > 0 ? tone : .quiet)
        }
    }

    private var list: Table {
        let wanted = look.lines(filter.show, after: filter.after)
        let shown = wanted.prefix(SheetFilter.limit)
        let next = wanted.count > shown.count ? shown.last.map { address(after: $0.line.number) } : nil
        return Table(
            caption: filter.show.map { t(Import.key("figure_\($0.rawValue)")) } ?? t("import_rows"), isCaptionHidden: filter.show == nil,
            columns: (["import_row"] + Import.headings + ["import_verdict"]).map { Table.Column(t($0)) },
            rows: shown.map(row), empty: EmptyState(t("import_empty")),
            paging: Paging(
                summary: t.count("import_count", look.lines.count),
                first: filter.after > 0 || filter.show != nil ? path : nil, next: next))
    }

    private func row(_ checked: CheckedLine<Import>) -> [TableCell] {
        let cells = rules.cells(checked, within: reach, t)
        let number = TableCell.text(t("import_row_number", ["number": String(checked.line.number)]))
        let (word, tone): (String, Tag.Tone) =
            switch checked.verdict {
            case .ready: (Import.key("ready"), .good)
            case .known: ("import_known", .info)
            case .made: (Import.key("made"), .good)
            case .wrong: ("import_wrong", .bad)
            }
        return [number, cells.who, cells.what, .tag(Tag(t(word), tone), detail: faults(checked) ?? cells.detail)]
    }

    /// “Vai trò: Cần điền mục này.”, each on a line of its own.
    private func faults(_ checked: CheckedLine<Import>) -> String? {
        guard case .wrong(let errors) = checked.verdict else { return nil }
        return errors.map { error in
            let column = Import.Column(rawValue: String(error.pointer.description.dropFirst()))
            return [column.map { t($0.heading) + ":" }, error.message.text(t.language)].compactMap(\.self).joined(separator: " ")
        }.joined(separator: "\n")
    }

    private func address(after number: Int) -> String {
        Address.of(path, ("show", filter.show?.rawValue), ("after", String(number)))
    }
}

/// Which of the rows are shown.
struct SheetFilter: Sendable {
    static let limit = 100

    var show: VerdictKind?
    /// The number of the last row of the page before.
    var after = 0

    /// From a query. Throws 422.
    static func read(_ query: JSONValue) throws -> SheetFilter {
        let reader = FieldReader(query, ignoring: ["notice"])
        let filter = SheetFilter(
            show: reader.optionalChoice("show", VerdictKind.self), after: reader.optionalInt("after", in: 0...10_000_000) ?? 0)
        try reader.finish()
        return filter
    }
}
