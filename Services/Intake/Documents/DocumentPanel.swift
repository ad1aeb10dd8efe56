import Models
import Pages
import Rules
import ServiceKit

/// What `intake-documents.mustache` shows: the forms that fit a case or a request, each to be printed or taken as a PDF.
struct DocumentPanel: Part {
    let forms: [PrintedForm]
    /// Of the case or the request.
    let path: String
    let back: Link
    let pack: PrintedFormPack
    let mayKeep: Bool
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "back": back
        case "table": table
        case "unconfirmed":
            pack.confirmed
                ? nil : Notice(.info, title: t("documents_unconfirmed"), text: pack.note?.text(t.language.rawValue) ?? pack.source)
        case "templates": mayKeep ? "/document-templates" : nil
        default: nil
        }
    }

    private var table: Table {
        let language = t.language.rawValue
        return Table(
            caption: t("documents_title"), isCaptionHidden: true,
            columns: [.init(t("documents_form")), .init(t("documents_sign")), .init(t("documents_print")), .init(t("documents_pdf"))],
            rows: forms.map { form in
                [
                    .text(form.title.text(language), detail: Citation(form.article).text(language)), .text(form.sign),
                    .link(t("documents_open"), to: "\(path)/documents/\(form.key)"),
                    .link("PDF", to: "/api/v1\(path)/documents/\(form.key)"),
                ]
            }, empty: EmptyState(t("documents_empty")))
    }
}
