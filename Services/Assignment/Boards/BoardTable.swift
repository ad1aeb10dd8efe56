import Models
import Pages
import ServiceKit

/// Tables of open cases.
struct BoardTable {
    let t: Sentences

    func cases(_ cases: [BoardCase], caption: String, showsHelper: Bool, empty: String) -> Table {
        let helper = showsHelper ? [Table.Column(t("board_helper"))] : []
        return Table(
            caption: caption, isCaptionHidden: true,
            columns: [Table.Column(t("board_code")), Table.Column(t("board_form"))] + helper
                + [Table.Column(t("board_opened")), Table.Column(t("board_state"))],
            rows: cases.map { row($0, showsHelper: showsHelper) }, empty: EmptyState(empty))
    }

    private func row(_ item: BoardCase, showsHelper: Bool) -> [TableCell] {
        let helper: TableCell = item.helper.map { .link(item.helperName ?? "", to: "/helpers/\($0)") } ?? .none
        return [.link(item.code, to: "/cases/\(item.id)", detail: item.urgent ? t("board_urgent") : nil), .text(t.label(item.form))]
            + (showsHelper ? [helper] : [])
            + [.moment(Moment(item.openedAt, t.formats)), .tag(Tag(item.state, t))]
    }
}
