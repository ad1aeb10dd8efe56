import Foundation
import Models
import Pages
import ServiceKit

/// What `portal-import.mustache` shows: the templates, the columns, the form for the file.
struct ImportStartPage: Part {
    let form: Form
    let hasProvinces: Bool
    /// Whether there are helpers without an account, for a template that names them.
    let hasHelpers: Bool

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "steps": Self.steps(0, t)
        case "fields": fields
        case "errors": form.summary(fields)
        case "filled": hasHelpers
        case "columns": columns
        default: nil
        }
    }

    /// The way through: file, look, accounts.
    static func steps(_ current: Int, _ t: Sentences) -> Steps {
        Steps(
            [(t("import_step_file"), "/accounts/import"), (t("import_step_check"), nil), (t("import_step_done"), nil)], current: current, t)
    }

    private var fields: [any FormPart] { [form.file("file", "import_file", hint: "import_file_hint", accepts: ".xlsx,.csv")] }

    private var columns: SummaryList {
        SummaryList(
            ImportColumn.allCases.filter { $0 != .province || hasProvinces }.map {
                SummaryList.Entry(t($0.heading), t("import_column_\($0.rawValue)"))
            })
    }
}
