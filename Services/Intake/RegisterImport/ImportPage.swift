import Models
import Pages
import Rules
import ServiceKit

/// What `intake-import-look.mustache` shows: how far the file has come, what its columns are taken for, what comes of each line.
struct ImportPage: Part {
    let look: ImportDesk.Look
    let lines: [RegisterImportLine]
    let filter: ImportFilter
    let form: Form

    private var t: Sentences { form.sentences }
    private var file: RegisterImport { look.file }
    private var path: String { "/cases/import/\(file.id)" }

    func child(named name: String) -> Any? {
        switch name {
        case "steps": ImportStartPage.steps(file.state == .done || file.state == .importing ? 2 : 1, t)
        case "file": file.fileName
        case "tag": ImportStartPage.tag(file.state, t)
        case "path": path
        case "version": String(file.version)
        case "notice": notice
        case "progress": file.state.isAtWork ? progress : nil
        case "figures": figures
        case "gaps": look.gaps.isEmpty ? nil : gaps
        case "list": list
        case "errors": form.summary(fields)
        case "fields": file.state == .checked ? fields : nil
        case "ready": file.state == .checked && count(.ready) > 0
        case "open": file.state == .checked
        case "removable": file.state == .checked || file.state == .checking && file.isHeldUp
        case "submit": t.count("register_import_submit", count(.ready))
        case "source": t("register_import_source", ["sha256": file.sha256.hexadecimal, "by": file.sentBy])
        default: nil
        }
    }

    private func count(_ verdict: ImportVerdict) -> Int { look.counts[verdict] ?? 0 }

    private var notice: Notice {
        let wrong = count(.wrong)
        if file.state.isAtWork, file.isHeldUp { return Notice(.warning, text: t("register_import_held_up")) }
        switch file.state {
        case .checking: return Notice(.info, text: t("register_import_checking"))
        case .importing: return Notice(.info, text: t("register_import_importing"))
        case .done:
            return Notice(
                wrong > 0 ? .warning : .success, title: t.count("register_import_done", count(.made)),
                text: t(wrong > 0 ? "register_import_mend_rest" : "register_import_done_text"))
        case .checked:
            if count(.ready) == 0 {
                return Notice(wrong > 0 ? .danger : .info, text: t(wrong > 0 ? "register_import_mend" : "register_import_none"))
            }
            return Notice(wrong > 0 ? .warning : .info, text: t(wrong > 0 ? "register_import_mend" : "register_import_sound"))
        }
    }

    private var progress: ProgressBar {
        ProgressBar(
            t("register_import_progress"), done: look.done, of: look.total,
            words: t("register_import_progress_words", ["done": t.formats.number(look.done), "total": t.formats.number(look.total)]))
    }

    private var figures: [Figure] {
        let kinds: [(ImportVerdict, Tag.Tone)] =
            (file.state == .done ? [] : [(.ready, .good)])
            + (file.state == .done || file.state == .importing ? [(.made, .good)] : []) + [(.known, .info), (.wrong, .bad)]
        return kinds.map { verdict, tone in
            Figure(
                t.formats.number(count(verdict)), t("register_import_verdict_\(verdict.rawValue)"),
                href: count(verdict) > 0 ? Address.of(path, ("show", verdict.rawValue)) : nil, tone: count(verdict) > 0 ? tone : .quiet)
        }
    }

    /// What is not known, and of how many.
    private var gaps: SummaryList {
        SummaryList(
            look.gaps.map { gap in
                SummaryList.Entry(t("register_import_field_\(gap.field)"), t.count("register_import_gap", gap.lines))
            })
    }

    /// One choice a column: the heading is its label, and the first value below it the hint.
    private var fields: [any FormPart] {
        let choices = ImportField.allCases.map { Choice($0.rawValue, t($0.label)) }
        let first = lines.first?.cells ?? []
        return file.headings.enumerated().map { index, heading in
            let name = "columns.\(index)"
            let example =
                first.indices.contains(index) && !first[index].isEmpty
                ? t("register_import_example", ["value": String(first[index].prefix(60))]) : nil
            let chosen = form.texts(name).first ?? file.fields[index]?.rawValue
            return Select(
                FieldLabel(
                    name: name, label: heading.isEmpty ? t("register_import_no_heading", ["number": t.formats.number(index + 1)]) : heading,
                    hint: example, error: form.error(name), isRequired: false), choices: choices, chosen: chosen,
                prompt: t("register_import_not_taken"))
        }
    }

    private var list: Table {
        let shown = lines.prefix(ImportFilter.limit)
        let next =
            lines.count > shown.count
            ? shown.last.map { Address.of(path, ("show", filter.show?.rawValue), ("after", String($0.number))) } : nil
        return Table(
            caption: filter.show.map { t("register_import_verdict_\($0.rawValue)") } ?? t("register_import_rows"),
            isCaptionHidden: filter.show == nil,
            columns: [
                Table.Column(t("register_import_column_row")), Table.Column(t("register_import_field_code")),
                Table.Column(t("register_import_field_client")), Table.Column(t("register_import_column_verdict")),
            ],
            rows: shown.map(row), empty: EmptyState(t("register_import_empty")),
            paging: Paging(
                summary: t.count("register_import_count", file.lines), first: filter.after > 0 || filter.show != nil ? path : nil,
                next: next))
    }

    private func row(_ line: RegisterImportLine) -> [TableCell] {
        let named = file.named(line.cells)
        let code = line.code ?? named[.code] ?? "–"
        return [
            .text(String(line.number)),
            line.case.map { .link(code, to: "/cases/\($0)") } ?? .text(code),
            .text(named[.client] ?? "–", detail: named[.acceptedOn]), verdict(line),
        ]
    }

    private func verdict(_ line: RegisterImportLine) -> TableCell {
        guard let verdict = line.verdict else { return .tag(Tag(t("register_import_unread"), .quiet)) }
        let missing = line.gaps.map { t("register_import_field_\($0)") }.joined(separator: ", ")
        let gaps = missing.isEmpty ? nil : t("register_import_lacks", ["fields": missing])
        let faults = line.problems.map { problem in
            let column = problem.field.map { file.heading(of: $0) ?? t($0.label) }
            let value = problem.value.map { " “\($0.prefix(60))”" } ?? ""
            return (column.map { $0 + value + ": " } ?? "") + problem.message.text(t.language.rawValue)
        }
        let tone: Tag.Tone =
            switch verdict {
            case .ready, .made: .good
            case .known: .info
            case .wrong: .bad
            }
        return .tag(
            Tag(t("register_import_verdict_\(verdict.rawValue)"), tone),
            detail: faults.isEmpty ? gaps : faults.joined(separator: " "))
    }
}

/// Which of the lines are shown.
struct ImportFilter: Sendable {
    static let limit = 100

    var show: ImportVerdict?
    /// The row of the last line of the page before.
    var after = 0

    /// From a query. Throws 422.
    static func read(_ query: JSONValue) throws -> ImportFilter {
        let reader = FieldReader(query, ignoring: ["notice"])
        let filter = ImportFilter(
            show: reader.optionalChoice("show", ImportVerdict.self), after: reader.optionalInt("after", in: 0...10_000_000) ?? 0)
        try reader.finish()
        return filter
    }
}
