import Models
import Pages
import Rules
import ServiceKit

/// What `intake-layout.mustache` shows: the layout of a form to be changed, what it can name, and its history.
struct LayoutPage: Part {
    let printed: PrintedForm
    let pack: PrintedFormPack
    let versions: [LayoutVersion]
    let parts: [String]
    let form: Form

    private var t: Sentences { form.sentences }
    private var path: String { "/document-templates/\(printed.key)" }

    func child(named name: String) -> Any? {
        switch name {
        case "title": printed.title.text(t.language.rawValue)
        case "sign": printed.sign
        case "state": versions.first?.text == nil ? Tag(t("layouts_house")) : Tag(t("layouts_own"), .info)
        case "action": path
        case "version": versions.first?.version ?? 0
        case "errors": form.summary(fields)
        case "fields": fields
        case "names": names(pack.fields)
        case "row_names": printed.hasRows ? names(pack.rowFields) : nil
        case "pieces": t("layouts_pieces", ["names": parts.map { "{{>\($0)}}" }.joined(separator: ", ")])
        case "resetting": versions.first?.text == nil ? nil : resetting
        case "history": versions.isEmpty ? nil : history
        default: nil
        }
    }

    private var fields: [any FormPart] {
        [form.area("text", "layouts_text", hint: "layouts_text_hint", maximum: LayoutCheck.largest, rows: 24)]
    }

    private func names(_ fields: [PrintedField]) -> SummaryList {
        SummaryList(fields.map { .init("{{\($0.key)}}", $0.title.text(t.language.rawValue)) })
    }

    private var resetting: ConfirmationDialog {
        ConfirmationDialog(
            id: "reset", opener: t("layouts_reset"), title: t("layouts_reset_title"), text: t("layouts_reset_text"),
            action: path + "/removal",
            submit: t("layouts_reset_submit"), kept: [HiddenField("version", String(versions.first?.version ?? 0))])
    }

    private var history: Table {
        Table(
            caption: t("layouts_history"), isCaptionHidden: true,
            columns: [.init(t("layouts_version"), isNumber: false), .init(t("layouts_whose")), .init(t("layouts_changed"))],
            rows: versions.map { version in
                [
                    .link(t("layouts_version_number", ["number": String(version.version)]), to: "\(path)?version=\(version.version)"),
                    .text(t(version.text == nil ? "layouts_house" : "layouts_own")),
                    .moment(Moment(version.madeAt, t.formats), detail: version.madeBy),
                ]
            }, empty: EmptyState(t("layouts_history")))
    }
}
