import Models
import Pages

/// The register as a table of texts, with the columns that its page shows.
struct CaseTable: Sendable {
    let t: Sentences

    var heads: [String] {
        ["column_code", "column_client", "column_form", "column_field", "column_accepted", "column_helper", "column_state"].map { t($0) }
    }

    func line(_ record: CaseRecord) -> [String] {
        [
            record.code, record.clientName, t.label(record.form), t.label(record.field), t.formats.date(record.acceptedOn),
            record.helper?.name ?? "", t.label(record.state),
        ]
    }
}
