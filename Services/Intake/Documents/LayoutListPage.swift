import Models
import Pages
import Rules
import ServiceKit

/// What `intake-layouts.mustache` shows: each form, and whose layout it takes.
struct LayoutListPage: Part {
    let pack: PrintedFormPack
    let own: [LayoutVersion]
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "table": table
        case "unconfirmed":
            pack.confirmed
                ? nil : Notice(.info, title: t("documents_unconfirmed"), text: pack.note?.text(t.language.rawValue) ?? pack.source)
        default: nil
        }
    }

    private var table: Table {
        Table(
            caption: t("layouts_title"), isCaptionHidden: true,
            columns: [.init(t("documents_form")), .init(t("documents_sign")), .init(t("layouts_whose")), .init(t("layouts_changed"))],
            rows: pack.forms.map { form in
                let version = own.first { $0.form == form.key }
                return [
                    .link(form.title.text(t.language.rawValue), to: "/document-templates/\(form.key)"), .text(form.sign),
                    .tag(version?.text == nil ? Tag(t("layouts_house")) : Tag(t("layouts_own"), .info)),
                    version.map { .moment(Moment($0.madeAt, t.formats), detail: $0.madeBy) } ?? .none,
                ]
            }, empty: EmptyState(t("documents_empty")))
    }
}
