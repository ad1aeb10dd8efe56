import Directory
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-register-print.mustache` shows: which register, from when to when, and the ways to the paper.
struct RegisterPrintPage: Part {
    /// Nil where what was asked is not sound.
    let asked: RegisterRequest?
    let offered: [Organisation]
    let pack: PrintedFormPack
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "errors": form.summary(fields)
        case "filters": Filters(action: "/cases/register", fields: fields)
        case "sheet": address("/cases/register/sheet")
        case "pdf": address("/api/v1/register")
        case "of": asked.flatMap { asked in offered.first { $0.id == asked.organisation }?.title }
        case "period": asked.map { t("register_print_period", ["from": t.formats.date($0.from), "to": t.formats.date($0.to)]) }
        case "unconfirmed":
            pack.confirmed
                ? nil : Notice(.info, title: t("documents_unconfirmed"), text: pack.note?.text(t.language.rawValue) ?? pack.source)
        default: nil
        }
    }

    private var fields: [any FormPart] {
        [
            form.select("organisation", "register_print_organisation", prompt: nil, offered.map { Choice($0.id.description, $0.title) }),
            form.date("from", "register_print_from"), form.date("to", "register_print_to"),
        ]
    }

    private func address(_ path: String) -> String? {
        asked.map {
            Address.of(
                path, ("organisation", $0.organisation.description), ("from", $0.from.description),
                ("to", $0.to.description))
        }
    }
}
