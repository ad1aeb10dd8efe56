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
    /// How many volumes and lines it has.
    var size: (volumes: Int, lines: Int) = (1, 0)

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "errors": form.summary(fields)
        case "filters": Filters(action: "/cases/register", fields: fields)
        case "volumes": asked == nil ? nil : volumes
        case "lines": t.count("register_print_lines", size.lines)
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

    private var volumes: [Volume] {
        (1...size.volumes).map { number in
            Volume(
                title: t("register_print_volume", ["number": t.formats.number(number), "of": t.formats.number(size.volumes)]),
                sheet: address("/cases/register/sheet", number), pdf: address("/api/v1/register", number))
        }
    }

    private func address(_ path: String, _ volume: Int) -> String {
        guard let asked else { return path }
        return Address.of(
            path, ("organisation", asked.organisation.description), ("from", asked.from.description), ("to", asked.to.description),
            ("volume", String(volume)))
    }

    /// The ways to one volume's paper.
    struct Volume: Part {
        let title: String
        let sheet: String
        let pdf: String

        func child(named name: String) -> Any? {
            switch name {
            case "title": title
            case "sheet": sheet
            case "pdf": pdf
            default: nil
            }
        }
    }
}
