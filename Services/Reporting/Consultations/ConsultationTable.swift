import Models
import Pages
import ServiceKit

/// The simple questions of a year by field, beside those of the year before. No statistical form that is at hand has a place for them: they are shown
/// as they were told.
struct ConsultationTable {
    let year: Int
    let counts: [LegalField: Int]
    let before: [LegalField: Int]
    let t: Sentences

    var table: Table {
        let years = [year, year - 1].map { Table.Column(String($0), isNumber: true) }
        let rows = LegalField.allCases.map { row(t.label($0), counts[$0] ?? 0, before[$0] ?? 0) }
        let total = row(t("consultations_total"), counts.values.reduce(0, +), before.values.reduce(0, +))
        return Table(
            caption: t("consultations_counted"), columns: [Table.Column(t("column_field"))] + years, rows: rows + [total],
            empty: EmptyState(t("consultations_counted")))
    }

    private func row(_ title: String, _ now: Int, _ then: Int) -> [TableCell] {
        [.text(title), .number(t.formats.number(now)), .number(t.formats.number(then))]
    }
}
