import Models
import Pages
import ServiceKit

/// Tables of open cases.
struct BoardTable {
    let t: Sentences
    /// Marks what is late; nil where that is not the question.
    var limits: BoardLimits?

    func cases(_ cases: [BoardCase], caption: String, showsHelper: Bool, empty: String, paging: Paging? = nil) -> Table {
        let helper = showsHelper ? [Table.Column(t("board_helper"))] : []
        return Table(
            caption: caption, isCaptionHidden: true,
            columns: [Table.Column(t("board_code")), Table.Column(t("board_form"))] + helper
                + [Table.Column(t("board_opened")), Table.Column(t("board_state"))],
            rows: cases.map { row($0, showsHelper: showsHelper) }, empty: EmptyState(empty), paging: paging)
    }

    private func row(_ item: BoardCase, showsHelper: Bool) -> [TableCell] {
        let isLate = limits?.isLate(item) ?? false
        return [.link(item.code, to: "/cases/\(item.id)", detail: item.urgent ? t("board_urgent") : nil), .text(t.label(item.form))]
            + (showsHelper ? [item.helperCell] : [])
            + [
                .moment(Moment(item.openedAt, t.formats)),
                .tag(isLate ? Tag(t("board_late_\(item.state.rawValue)"), .bad) : Tag(item.state, t)),
            ]
    }
}

extension BoardCase {
    /// The helper's name, leading to their page where the reader may open it.
    var helperCell: TableCell {
        guard let helper, let helperName else { return .none }
        return isHelperSeen ? .link(helperName, to: "/helpers/\(helper)") : .text(helperName)
    }
}
