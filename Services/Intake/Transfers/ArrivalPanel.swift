import Models
import Pages
import Rules
import ServiceKit

/// From whom a request came, why, and the list of the papers that come with it.
struct ArrivalPanel: Part {
    let transfer: Transfer
    let mayReadPapers: Bool
    let rules: RulePacks
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "facts": facts
        case "papers": transfer.origin == nil ? nil : papers
        case "files":
            mayReadPapers && transfer.origin != nil ? Fragment("/requests/\(transfer.request)/papers", label: t("arrival_files")) : nil
        default: nil
        }
    }

    private var facts: SummaryList {
        SummaryList([
            .init(t("arrival_from"), transfer.senderTitle), .init(t("case_code_of"), transfer.code),
            .init(t("arrival_at"), .moment(Moment(transfer.at, t.formats), detail: transfer.by)),
            .init(t("request_reason"), ground), .init(t("request_note"), transfer.note),
        ])
    }

    private var ground: String {
        let day = LegalDate(transfer.at)
        let pack = transfer.case == nil ? rules.transferReasons(on: day) : rules.caseTransferGrounds(on: day)
        return pack[transfer.ground]?.words(t) ?? transfer.ground
    }

    private var papers: Table {
        Table(
            caption: t("arrival_papers"), isCaptionHidden: false, columns: [Table.Column(t("column_paper"))],
            rows: transfer.papers.map { [.text($0.title.text(t.language.rawValue))] }, empty: EmptyState(t("arrival_no_papers")))
    }
}
