import Foundation
import Models
import Pages
import ServiceKit

/// What the home page says of assignments.
struct AssignmentsOverview: Sendable {
    let t: Sentences
    let limits: BoardLimits

    /// The offers that wait for a helper's answer: all of them, each leading to where it is answered.
    func own(_ offers: [BoardCase]) -> Overview {
        Overview(
            t("home_offers"),
            table: Table(
                caption: t("home_offers"), isCaptionHidden: true,
                columns: ["board_code", "board_form", "home_answer_until", "board_state"].map { Table.Column(t($0)) },
                rows: offers.map(offer), empty: EmptyState(t("home_offers_none"))),
            hint: offers.isEmpty ? nil : t("home_offers_rule"))
    }

    /// - Parameter waiting: one more than `lines` where there are more.
    func centre(_ counts: BoardCounts, waiting: [BoardCase], lines: Int) -> Overview {
        Overview(
            t("board_title"), figures: BoardFigures(counts: counts, t: t).waiting,
            table: Table(
                caption: t("board_waiting"),
                columns: ["board_code", "board_form", "home_assign_until", "board_state"].map { Table.Column(t($0)) },
                rows: waiting.prefix(lines).map(unassigned), empty: EmptyState(t("home_waiting_none"))),
            more: waiting.count > lines ? Link(t("home_all_waiting"), to: "/assignments?state=waiting") : nil)
    }

    private func offer(_ item: BoardCase) -> [TableCell] {
        let until = limits.answerDue(item).map { TableCell.moment(Moment($0, t.formats)) } ?? .none
        return [item.codeCell(t), .text(t.label(item.form)), until, limits.tag(item, t)]
    }

    private func unassigned(_ item: BoardCase) -> [TableCell] {
        [item.codeCell(t), .text(t.label(item.form)), limits.dueCell(item, t), limits.tag(item, t)]
    }
}
