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
                + [Table.Column(t("board_opened"))] + (limits == nil ? [] : [Table.Column(t("board_due"))]) + [
                    Table.Column(t("board_state"))
                ],
            rows: cases.map { row($0, showsHelper: showsHelper) }, empty: EmptyState(empty), paging: paging)
    }

    private func row(_ item: BoardCase, showsHelper: Bool) -> [TableCell] {
        [item.codeCell(t), .text(t.label(item.form))] + (showsHelper ? [item.helperCell] : [])
            + [.moment(Moment(item.openedAt, t.formats))] + (limits.map { [$0.dueCell(item, t)] } ?? [])
            + [limits?.tag(item, t) ?? .tag(Tag(item.state, t))]
    }
}

extension BoardLimits {
    /// What is late about a case, or how far its assignment has come.
    func tag(_ item: BoardCase, _ t: Sentences) -> TableCell {
        .tag(lateness(of: item).map { Tag(t("board_late_\($0.rawValue)"), .bad) } ?? Tag(item.state, t))
    }

    func dueCell(_ item: BoardCase, _ t: Sentences) -> TableCell {
        due(of: item).map { .moment($0.moment(t.formats)) } ?? .none
    }
}

extension BoardCase {
    /// The code, leading to the case, with what makes it press.
    func codeCell(_ t: Sentences) -> TableCell {
        let presses =
            (clock.isHeld ? [t("board_held")] : []) + (clock.isAcceptedAtOnce ? [t("board_at_once")] : [])
            + (urgent ? [t("board_urgent")] : [])
        return .link(code, to: "/cases/\(id)", detail: presses.isEmpty ? nil : presses.joined(separator: " · "))
    }

    /// The helper's name, leading to their page where the reader may open it.
    var helperCell: TableCell {
        guard let helper, let helperName else { return .none }
        return isHelperSeen ? .link(helperName, to: "/helpers/\(helper)") : .text(helperName)
    }
}
