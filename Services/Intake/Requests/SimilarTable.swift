import Models
import Pages
import ServiceKit

/// A request that is being entered, or is undecided, beside those that it looks like, fact by fact.
struct SimilarTable {
    let mine: SimilarFacts
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
                [.text(t("request_similar_open")), .none]
                    + similar.map { request in
                        .link(
                            request.opened?.code ?? t("request_similar_same"),
                            to: request.opened.map { "/cases/\($0.id)" } ?? "/requests/\(request.id)", detail: t.label(request.state))
                    },
                row("request_name", \.name), row("request_birth", \.birth), row("request_identity", \.identityNumber),
                row("request_requester_name", \.requester), row("request_phone", \.phone), row("request_address", \.address),
                row("request_field", \.field),
                row("request_summary", \.summary),
            ], empty: EmptyState(t("request_similar_title")))
    }

    private func row(_ key: String, _ fact: (SimilarFacts) -> TableCell) -> [TableCell] {
        [.text(t(key)), fact(mine)] + similar.map { fact(SimilarFacts($0, reader: reader, t)) }
    }
}

/// What is compared of a request: as it is being typed, or as it is on record.
struct SimilarFacts {
    let name, birth, identityNumber, requester, phone, address, field, summary: TableCell

    init(_ form: Form, _ t: Sentences) {
        func typed(_ name: String) -> TableCell { Self.text(form.value(name)) }
        let parts = ["day", "month", "year"].map { form.value("client.birth.\($0)") }
        let joined = DateField.joined(day: parts[0], month: parts[1], year: parts[2]) ?? form.value("client.birth")
        name = typed("client.name")
        birth = LegalDate(joined).map { .moment(Moment($0, t.formats)) } ?? Self.text(joined)
        identityNumber = typed("client.identity_number")
        requester = typed("requester.name")
        phone = typed("client.phone")
        address = typed("client.address")
        field =
            LegalField(rawValue: form.value("field")).map { .text(t.label($0), detail: AidForm(rawValue: form.value("form")).map(t.label)) }
            ?? .none
        summary = typed("summary")
    }

    init(_ record: RequestRecord, reader: Identity?, _ t: Sentences) {
        let client = record.client
        name = .text(client.name)
        birth = client.birth.map { .moment(Moment($0, t.formats)) } ?? .none
        identityNumber = Self.text(reader?.sees(identityNumber: client.identityNumber))
        requester = Self.text(record.requester?.name)
        phone = Self.text(client.phone)
        address = Self.text(client.address)
        field = .text(t.label(record.field), detail: t.label(record.form))
        summary = .text(record.summary)
    }

    static func text(_ value: String?) -> TableCell { value.flatMap { $0.isEmpty ? nil : .text($0) } ?? .none }
}
