import Directory
import Models
import Pages
import ServiceKit

/// What `intake-import.mustache` shows: the form for a file, what its columns may hold, the files that were sent before.
struct ImportStartPage: Part {
    let form: Form
    let places: [Organisation]
    let files: [RegisterImport]
    let page: PageRequest

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "steps": Self.steps(0, t)
        case "errors": form.summary(fields)
        case "fields": fields
        case "columns": columns
        case "files": list
        default: nil
        }
    }

    /// The way through: file, look, cases.
    static func steps(_ current: Int, _ t: Sentences) -> Steps {
        Steps(
            [
                (t("register_import_step_file"), "/cases/import"), (t("register_import_step_look"), nil),
                (t("register_import_step_done"), nil),
            ], current: current, t)
    }

    private var fields: [any FormPart] {
        let place = form.select(
            "organisation", "register_import_organisation", prompt: nil, places.map { Choice($0.id.description, $0.title) })
        return [place, form.file("file", "register_import_file", hint: "register_import_file_hint", accepts: ".xlsx,.csv")]
    }

    private var columns: SummaryList {
        SummaryList(
            ImportField.allCases.map { field in
                SummaryList.Entry(
                    t(field.label), t(ImportField.needed.contains(field) ? "register_import_needed" : "register_import_if_there"))
            })
    }

    private var list: Table {
        let titles = Dictionary(places.map { ($0.id, $0.title) }) { first, _ in first }
        let shown = files.prefix(page.limit)
        let next = files.count > shown.count ? shown.last.map { Cursor(Cursor.key($0.sentAt), $0.id.description) } : nil
        return Table(
            caption: t("register_import_files"), isCaptionHidden: true,
            columns: [
                Table.Column(t("register_import_file")), Table.Column(t("register_import_rows")), Table.Column(t("column_state")),
                Table.Column(t("register_import_sent")),
            ],
            rows: shown.map { file in
                [
                    .link(file.fileName, to: "/cases/import/\(file.id)", detail: titles[file.organisation]),
                    .number(t.formats.number(file.lines)), .tag(Self.tag(file.state, t)),
                    .moment(Moment(file.sentAt, t.formats), detail: file.sentBy),
                ]
            }, empty: EmptyState(t("register_import_no_files")),
            paging: Paging(
                first: page.after == nil ? nil : "/cases/import",
                next: next.map { Address.of("/cases/import", ("after", $0.description)) }))
    }

    static func tag(_ state: RegisterImport.State, _ t: Sentences) -> Tag {
        let tone: Tag.Tone =
            switch state {
            case .checking, .importing: .info
            case .checked: .attention
            case .done: .good
            }
        return Tag(t("register_import_state_\(state.rawValue)"), tone)
    }
}
