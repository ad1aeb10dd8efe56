import Foundation
import Pages
import ServiceKit

/// What `sheet-import.mustache` shows: the templates, the columns, the form for the file.
struct SheetStartPage<Import: ShownSheetImport>: Part {
    let form: Form
    let columns: [Import.Column]
    /// Whether there is anything for a template that comes filled in.
    let hasRows: Bool

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "steps": Self.steps(0, t)
        case "path": Import.path
        case "back": Link(t(Import.list.title), to: Import.list.path)
        case "title": t(Import.key("title"))
        case "lead": t(Import.key("lead"))
        case "fields": fields
        case "errors": form.summary(fields)
        case "filled": hasRows ? t(Import.key("template_filled")) : nil
        case "columns":
            SummaryList(columns.map { SummaryList.Entry(t($0.heading), t(Import.key("column_\($0.rawValue)"))) })
        default: nil
        }
    }

    /// The way through: file, look, done.
    static func steps(_ current: Int, _ t: Sentences) -> Steps {
        Steps([(t("import_step_file"), Import.path), (t("import_step_check"), nil), (t("import_step_done"), nil)], current: current, t)
    }

    private var fields: [any FormPart] { [form.file("file", "import_file", hint: "import_file_hint", accepts: ".xlsx,.csv")] }
}
