import Models
import Pages

/// What `attachments-dossier.mustache` shows: the list of a dossier, the ways to take it away, and the form of a paper's day.
struct DossierListPage: Part {
    let dossier: DossierDesk.Dossier
    let kinds: PaperKinds
    let form: Form

    private var t: Sentences { form.sentences }
    private var known: KnownCase { dossier.known }

    func child(named name: String) -> Any? {
        switch name {
        case "case_address": "/cases/\(known.id)"
        case "action": "/cases/\(known.id)/papers/list"
        case "form_key": form.key
        case "errors": form.summary(fields)
        case "table": table
        case "missing":
            known.missing.isEmpty
                ? nil : Notice(.warning, title: t("papers_missing"), text: known.missing.map(kinds.title).joined(separator: "; "))
        case "ways": dossier.list.entries.isEmpty ? [] : ways
        case "total":
            t.count(
                "dossier_list_total", dossier.list.entries.count, ["size": t.formats.size(bytes: dossier.list.bytes)])
        case "dating": dossier.mayDate && !dossier.list.entries.isEmpty
        case "failed": form.summary(fields) != nil
        case "fields": fields
        default: nil
        }
    }

    private var table: Table {
        Table(
            caption: t("dossier_list"), isCaptionHidden: true,
            columns: [
                .init(t("dossier_number"), isNumber: true), .init(t("dossier_date")), .init(t("papers_kind")), .init(t("papers_file")),
                .init(t("papers_size"), isNumber: true),
            ],
            rows: dossier.list.entries.map { entry in
                let moment = Moment(entry.date, t.formats)
                return [
                    .number("\(entry.number)"), .moment(moment, detail: entry.paper.datedOn == nil ? t("dossier_undated") : nil),
                    .text(kinds.title(entry.paper.kind), detail: entry.isAfterHandover ? t("dossier_after_handover") : nil),
                    .link(entry.paper.filename, to: "/api/v1/attachments/\(entry.paper.id)"),
                    .number(t.formats.size(bytes: entry.paper.size)),
                ]
            }, empty: EmptyState(t("papers_empty"), text: t("papers_empty_more")))
    }

    private var ways: [Link] {
        [
            Link(t("dossier_print"), to: "/cases/\(known.id)/papers/list/sheet"),
            Link(t("dossier_as_pdf"), to: "/api/v1/cases/\(known.id)/attachments/pdf"),
            Link(t("dossier_as_zip"), to: "/api/v1/cases/\(known.id)/attachments/zip"),
        ]
    }

    private var fields: [any FormPart] {
        let choices = dossier.list.entries.map { entry in
            Choice(entry.paper.id.description, "\(entry.number). \(kinds.title(entry.paper.kind)) – \(entry.paper.filename)")
        }
        let form = form.within("dating")
        return [
            form.select("attachment", "dossier_paper", choices),
            form.date("dated_on", "dossier_dated_on", hint: "dossier_dated_on_hint", isRequired: false),
        ]
    }
}
