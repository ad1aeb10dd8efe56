import Models
import Pages
import ServiceKit

/// A request that is being entered beside those that it looks like, fact by fact.
struct SimilarTable {
    let form: Form
    let similar: [RequestRecord]
    /// Who compares them.
    let reader: Identity?
    let t: Sentences

    var table: Table {
        Table(
            caption: t("request_similar_title"), isCaptionHidden: true,
            columns: [Table.Column(t("request_similar_fact")), Table.Column(t("request_similar_this"))]
                + similar.map { Table.Column(t("request_similar_of", ["date": t.formats.date(LegalDate($0.receivedAt))])) },
            rows: [
                row("request_similar_open", .none) { request in
                    .link(
                        request.opened?.code ?? t("request_similar_same"),
                        to: request.opened.map { "/cases/\($0.id)" } ?? "/requests/\(request.id)",
                        detail: t.label(request.state))
                },
                row("request_name", typed("client.name")) { .text($0.client.name) },
                row("request_birth", birth) { request in request.client.birth.map { .moment(Moment($0, t.formats)) } ?? .none },
                row("request_identity", typed("client.identity_number")) { text(reader?.sees(identityNumber: $0.client.identityNumber)) },
                row("request_phone", typed("client.phone")) { text($0.client.phone) },
                row("request_address", typed("client.address")) { text($0.client.address) },
                row("request_field", field) { .text(t.label($0.field), detail: t.label($0.form)) },
                row("request_summary", typed("summary")) { .text($0.summary) },
            ], empty: EmptyState(t("request_similar_title")))
    }

    private func row(_ key: String, _ mine: TableCell, _ theirs: (RequestRecord) -> TableCell) -> [TableCell] {
        [.text(t(key)), mine] + similar.map(theirs)
    }

    private func typed(_ name: String) -> TableCell { text(form.value(name)) }

    private func text(_ value: String?) -> TableCell { value.flatMap { $0.isEmpty ? nil : .text($0) } ?? .none }

    private var birth: TableCell {
        let typed = ["day", "month", "year"].map { form.value("client.birth.\($0)") }
        let joined = DateField.joined(day: typed[0], month: typed[1], year: typed[2]) ?? form.value("client.birth")
        return LegalDate(joined).map { .moment(Moment($0, t.formats)) } ?? text(joined)
    }

    private var field: TableCell {
        LegalField(rawValue: form.value("field")).map { .text(t.label($0), detail: AidForm(rawValue: form.value("form")).map(t.label)) }
            ?? .none
    }
}
