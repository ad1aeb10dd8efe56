import Models
import Pages
import ServiceKit

/// What a check of names found: the verdict, and in which cases on which side, the likest first. Never who.
struct ConflictTable: Part {
    let parts: [PartInCase]
    /// Of the cases that the reader may open.
    let codes: [CaseID: String]
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "verdict": verdict
        case "table": table
        default: nil
        }
    }

    var verdict: Tag { Tag(ConflictCheckView(parts).verdict, t) }

    var table: Table {
        Table(
            caption: t("conflict_check_found"),
            columns: [
                Table.Column(t("conflicts_case")), Table.Column(t("party_role")), Table.Column(t("conflict_score"), isNumber: true),
            ],
            rows: parts.map { part in
                [
                    codes[part.id].map { .link($0, to: "/cases/\(part.id)") } ?? .text(t("conflict_elsewhere")),
                    .text(t("party_role_\(part.role.rawValue)")), .number(t.formats.number(part.score * 100, places: 0) + " %"),
                ]
            }, empty: EmptyState(t("conflict_check_clear"), text: t("conflict_check_clear_text")))
    }
}
